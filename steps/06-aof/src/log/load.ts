// The whole log back into the databases, file by file. The last file may end in half a record, as when the power went:
// that is cut off, with a word. Damage anywhere else is nobody's to guess at: the server does not start.

import type { Engine } from '@byor/05-expiry/core';
import type { LogDirectory } from '../files/log-directory.ts';
import { eachRecord } from './each-record.ts';
import { LogDamage, LogError } from './errors.ts';
import { keepRest } from './keep-rest.ts';
import { LogReader } from './log-reader.ts';
import { FOREIGN, Replay } from './replay.ts';
import { isSnapshot, RDB } from './snapshot.ts';

export interface LoadOptions {
  readonly cutTornTail: boolean;
  note(text: string): void;
  warn(text: string): void;
  monotonicUs(): number;
}

/** How often a long load says how far it is, in µs. */
const PROGRESS_US = 1_000_000;
const RECORDS_PER_CLOCK_READ = 4096;

/** @throws LogError that names the file, the place and what to do. @returns how many commands were run */
export function loadLog(engine: Engine, directory: LogDirectory, options: LoadOptions): number {
  const replay = new Replay(engine);
  const { files } = directory.manifest;
  engine.loading = true;
  try {
    files.forEach(({ name }, at) => {
      new FileLoad(directory, name, replay, options).run(at === files.length - 1);
    });
  } finally {
    engine.loading = false;
  }
  if (replay.errors > 0) {
    options.warn(`${replay.errors} records had no effect, the first of them: ${replay.firstError}`);
  }
  return replay.commands;
}

class FileLoad {
  readonly #directory: LogDirectory;
  readonly #name: string;
  readonly #path: string;
  readonly #replay: Replay;
  readonly #options: LoadOptions;

  constructor(directory: LogDirectory, name: string, replay: Replay, options: LoadOptions) {
    this.#directory = directory;
    this.#name = name;
    this.#path = directory.path(name);
    this.#replay = replay;
    this.#options = options;
  }

  run(isLast: boolean): void {
    const sizeBytes = this.#directory.files.size(this.#path);
    if (sizeBytes === undefined) throw this.#refusal(MISSING);
    if (isSnapshot(this.#directory, this.#name)) throw this.#refusal(RDB);
    if (sizeBytes === 0) return;
    const file = this.#directory.files.openToRead(this.#path);
    try {
      this.#replayAll(new LogReader(file));
    } catch (error) {
      if (!(error instanceof LogDamage)) throw error;
      this.#cutOrRefuse(error, isLast);
    } finally {
      file.close();
    }
  }

  #replayAll(reader: LogReader): void {
    const replay = this.#replay;
    let reportedUs = this.#options.monotonicUs();
    let count = 0;
    replay.beginFile();
    eachRecord(reader, {
      multi: () => replay.multi(),
      exec: () => replay.exec(),
      run: (request) => {
        replay.run(request);
        if (++count % RECORDS_PER_CLOCK_READ !== 0) return;
        const nowUs = this.#options.monotonicUs();
        if (nowUs - reportedUs < PROGRESS_US) return;
        reportedUs = nowUs;
        this.#report(reader.offset);
      },
    });
  }

  #report(offset: number): void {
    const size = this.#directory.files.size(this.#path) as number;
    this.#options.note(`Loading ${this.#name}: ${Math.floor((100 * offset) / size)}%`);
  }

  #cutOrRefuse(damage: LogDamage, isLast: boolean): void {
    if (damage.kind !== 'torn' || !isLast || !this.#options.cutTornTail) {
      throw this.#damageRefusal(damage, isLast);
    }
    const size = this.#directory.files.size(this.#path) as number;
    // Half a record is of no use to anybody. With records in it, it may be a length that was damaged.
    const kept = damage.holdsRecords
      ? ` They hold whole records, so they are kept as ${keepRest(this.#directory, this.#name, damage.offset)}: ` +
        'look at them, if the power was never cut.'
      : '';
    this.#directory.truncate(this.#name, damage.offset);
    this.#options.warn(
      `${this.#path} ends in half a record, as after a power cut: its last ${size - damage.offset} bytes ` +
        `were cut off (from offset ${damage.offset}).${kept}`,
    );
  }

  #damageRefusal({ kind, offset, message }: LogDamage, isLast: boolean): LogError {
    if (kind === 'foreign') {
      return this.#refusal(`holds a foreign command at offset ${offset}: ${message}. ${FOREIGN}`);
    }
    const what =
      kind === 'torn'
        ? `is cut short at offset ${offset}: ${message}`
        : `is damaged at offset ${offset}: ${message}`;
    const cut =
      kind === 'torn' && isLast
        ? 'Start with --aof-load-truncated yes to cut it there, or see'
        : 'See';
    return this.#refusal(
      `${what}. ${cut} what is wrong with: npm run check-aof -- ${this.#directory.place}  ` +
        'It changes nothing; with --fix it ends the log there, and keeps what comes after as *.cut. Make a copy first.',
    );
  }

  #refusal(why: string): LogError {
    return new LogError(`${this.#directory.files.root}/${this.#path} ${why}`);
  }
}

const MISSING =
  'is missing, but the manifest names it. Put it back from a copy: without it the log is not whole.';
