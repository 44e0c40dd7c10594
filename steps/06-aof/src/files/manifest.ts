// The manifest of a multi-part append-only file, in Redis 7's own form: which files make up the log, and in what order.
// Invariant: what it names is the whole log; a file that it does not name is nobody's and may go.

/** b: where the log begins. i: what has changed since, in order. h: history, to be removed. */
export type LogFileType = 'b' | 'i' | 'h';

export interface LogFileEntry {
  readonly name: string;
  readonly sequence: number;
  readonly type: LogFileType;
}

export class ManifestError extends Error {}

export class Manifest {
  readonly base: LogFileEntry | undefined;
  /** Ordered by sequence; the last one is written to. */
  readonly increments: readonly LogFileEntry[];
  readonly history: readonly LogFileEntry[];

  constructor(
    base: LogFileEntry | undefined = undefined,
    increments: readonly LogFileEntry[] = [],
    history: readonly LogFileEntry[] = [],
  ) {
    this.base = base;
    this.increments = increments;
    this.history = history;
  }

  /**
   * @throws ManifestError `line 2 of the manifest is damaged`, with the line; or that it names `more than one base`,
   * increments `out of order` (numbers rise), `a path, not a file`; or EMPTIED
   * @exercise 6.5 A log of several files
   * @tests files: ^the manifest (is read|changes|that is)
   * @hint A rewrite makes a new base while an increment grows. How does a server that starts after a crash know which
   *   of the files on the disk are the log?
   * @hint The manifest names them, in Redis 7's own form: at most one base, then increments by number, then history
   *   that may go. It is a value: each change makes another manifest, so that what was stored and what is about to be
   *   are never mixed up. What is not understood is refused with the line that says so.
   * @hint parse: an empty text is EMPTIED; each line by parseLine; two bases, or increments whose numbers do not rise, are
   *   a ManifestError. parseLine: nothing for an empty line or a remark; LINE or an error that shows the line; a quoted name
   *   without its backslashes; no slash in it, and not `.` or `..`. withIncrement: the last number plus 1, behind the
   *   others. withBase: the last `kept` increments stay; the old base and the others are history now, type h.
   */
  static parse(text: string): Manifest {
    if (text === '') throw new ManifestError(EMPTIED);
    const entries = text.split('\n').flatMap(parseLine);
    const bases = entries.filter(({ type }) => type === 'b');
    if (bases.length > 1) throw new ManifestError('the manifest names more than one base file');
    const increments = entries.filter(({ type }) => type === 'i');
    increments.forEach(({ sequence }, at) => {
      const previous = increments[at - 1];
      if (previous !== undefined && previous.sequence >= sequence) {
        throw new ManifestError('the incremental files of the manifest are out of order');
      }
    });
    return new Manifest(
      bases[0],
      increments,
      entries.filter(({ type }) => type === 'h'),
    );
  }

  toString(): string {
    const entries = [...(this.base ? [this.base] : []), ...this.history, ...this.increments];
    return entries
      .map(({ name, sequence, type }) => `file ${quoted(name)} seq ${sequence} type ${type}\n`)
      .join('');
  }

  /** The files to load, in order. */
  get files(): readonly LogFileEntry[] {
    return this.base === undefined ? this.increments : [this.base, ...this.increments];
  }

  /**
   * With another incremental file at the end.
   * @exercise 6.5
   */
  withIncrement(prefix: string): Manifest {
    const sequence = (this.increments.at(-1)?.sequence ?? 0) + 1;
    const entry: LogFileEntry = { name: `${prefix}.${sequence}.incr.aof`, sequence, type: 'i' };
    return new Manifest(this.base, [...this.increments, entry], this.history);
  }

  /**
   * A new base in the place of the old one and of all increments but the last `kept`: those become history.
   * @exercise 6.5
   */
  withBase(base: LogFileEntry, kept: number): Manifest {
    const cut = this.increments.length - kept;
    const gone = [...(this.base ? [this.base] : []), ...this.increments.slice(0, cut)];
    const history = gone.map((entry): LogFileEntry => ({ ...entry, type: 'h' }));
    return new Manifest(base, this.increments.slice(cut), [...this.history, ...history]);
  }

  /** When the files of the history have been removed. */
  withoutHistory(): Manifest {
    return new Manifest(this.base, this.increments);
  }

  /** The name and number of the next base. */
  nextBase(prefix: string): LogFileEntry {
    const sequence = (this.base?.sequence ?? 0) + 1;
    return { name: `${prefix}.${sequence}.base.aof`, sequence, type: 'b' };
  }
}

/** Without a file to name it holds a remark: this is what a disk that broke leaves, not a log that has not begun. */
const EMPTIED =
  'the manifest is empty, so which files are the log is not known. Put it back from a copy, or move the directory away ' +
  'to begin with an empty log';

const LINE = /^file (?:"((?:[^"\\]|\\.)*)"|(\S+)) seq (\d+) type ([bih])$/;

/** @exercise 6.5 */
function parseLine(line: string, at: number): LogFileEntry[] {
  if (line === '' || line.startsWith('#')) return [];
  const match = LINE.exec(line);
  if (match === null) {
    throw new ManifestError(
      `line ${at + 1} of the manifest is damaged: ${line}. ` +
        'It should read "file NAME seq NUMBER type b" (or i, h): mend it, or put the manifest back from a copy.',
    );
  }
  const name = match[2] ?? (match[1] as string).replace(/\\(.)/g, '$1');
  if (name.includes('/') || name === '.' || name === '..') {
    throw new ManifestError(`the manifest names a path, not a file: ${name}`);
  }
  return [{ name, sequence: Number(match[3]), type: match[4] as LogFileType }];
}

function quoted(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `"${name.replace(/(["\\])/g, '\\$1')}"`;
}
