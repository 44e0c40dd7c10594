// The append-only file of one server: loads it, records into it, rewrites it. What it is asked to do at run time
// (appendonly yes, BGREWRITEAOF) either happens or leaves everything as it was.

import type { Args, Call, Engine } from '@byor/05-expiry/core';
import { errorText, type FileSystem } from './files/file-system.ts';
import { LogDirectory, type LogNames } from './files/log-directory.ts';
import { AppendLog, type FsyncPolicy } from './log/append-log.ts';
import { LogError, readFailure } from './log/errors.ts';
import { loadLog } from './log/load.ts';
import type { RewriteCount } from './rewrite/logged-keyspace.ts';
import { RewriteJob } from './rewrite/rewrite-job.ts';
import { RewriteSchedule } from './rewrite/rewrite-schedule.ts';

/** Where redis-server keeps its data when it keeps no log. */
const SNAPSHOT = 'dump.rdb';
const NOT_READ =
  `There is a ${SNAPSHOT} beside the new log: a snapshot by redis-server, which this server does not read. It begins empty. To ` +
  'bring the data over, say CONFIG SET aof-use-rdb-preamble no and CONFIG SET appendonly yes to redis-server, and start ' +
  'here on the appendonlydir that it writes.';

/** Where the log says what happens to it. */
export interface Report {
  note(text: string): void;
  warn(text: string): void;
}

export class AppendOnlyFile {
  readonly #engine: Engine;
  readonly #report: Report;
  readonly #rewrites: RewriteCount;
  readonly schedule: RewriteSchedule;
  #directory: LogDirectory | undefined;
  #log: AppendLog | undefined;
  #job: RewriteJob | undefined;
  /** The manifest names the file that is written to. Not so until the first rewrite after `appendonly yes` has ended. */
  #published = false;
  /**
   * How many rewrites had begun when a sync worked again after one that failed. What that one was to save may be missing from
   * the files, whatever later syncs say, until a rewrite that began afterwards has replaced them. Undefined: all is there.
   */
  #doubtfulSince: number | undefined;
  #filesBytes = 0;

  constructor(engine: Engine, report: Report, rewrites: RewriteCount) {
    this.#engine = engine;
    this.#report = report;
    this.#rewrites = rewrites;
    this.schedule = new RewriteSchedule(engine);
  }

  /** Undefined while appendonly is `no`. */
  get log(): AppendLog | undefined {
    return this.#log;
  }

  get rewriting(): boolean {
    return this.#job !== undefined;
  }

  /** appendonly was set to `yes` and its first rewrite has not ended: there is no whole log yet. */
  get beginning(): boolean {
    return this.#log !== undefined && !this.#published;
  }

  /** Bytes of all files that would be replayed. */
  get sizeBytes(): number {
    return this.#filesBytes + (this.#log?.writtenBytes ?? 0);
  }

  /** At the start: loads what there is and goes on with it. @throws LogError when that cannot be */
  start(files: FileSystem, names: LogNames): void {
    const directory = new LogDirectory(files, names);
    directory.open();
    this.#directory = directory;
    if (directory.manifest.files.length === 0) this.#createFirst(directory);
    else this.#load(directory);
    directory.removeStrays();
    if (directory.manifest.increments.length === 0) this.#addIncrement(directory);
    const path = directory.path(directory.manifest.increments.at(-1)?.name as string);
    this.#begin(directory, files.openToAppend(path), files.size(path) ?? 0);
    this.#published = true;
    this.schedule.baseBytes = files.size(directory.path(directory.manifest.base?.name ?? '')) ?? 0;
  }

  /** At run time: the log begins with a rewrite, since what is in memory is nowhere yet. @throws Error */
  enable(files: FileSystem, names: LogNames): void {
    const directory = new LogDirectory(files, names);
    directory.open();
    try {
      const { name } = directory.manifest.withIncrement(directory.prefix).increments.at(-1) as {
        name: string;
      };
      this.#begin(directory, directory.create(name), 0);
      this.#published = false;
      this.#startJob(directory);
    } catch (error) {
      this.disable();
      throw error;
    }
  }

  /** At run time: what was recorded stays on the disk, nothing is added. A disk that fails is a reason for it, not against it. */
  disable(): void {
    this.#job?.abort();
    this.#job = undefined;
    try {
      this.#log?.flush();
    } catch (error) {
      if (!(error instanceof LogError)) throw error;
      this.#report.warn(error.message);
    }
    this.#log?.close();
    this.#log = undefined;
    this.#directory?.close();
    this.#directory = undefined;
  }

  /** At the end. @throws LogError when the last records do not reach the disk */
  stop(): void {
    this.#job?.abort();
    this.#job = undefined;
    this.#log?.flush(); // throws where `disable` would only warn
    this.disable();
  }

  /** DEBUG LOADAOF: forgets the data and loads it from the log. @throws LogError */
  reload(): void {
    this.#job?.abort();
    this.#job = undefined;
    this.#log?.flush();
    for (const database of this.#engine.databases) database.clear();
    if (this.#directory !== undefined) this.#load(this.#directory);
  }

  /** What was buffered by now reaches the disk, whatever the policy. @throws LogError */
  flush(): void {
    this.#log?.flush();
  }

  record(dbIndex: number, request: Args): void {
    this.#log?.record(dbIndex, request);
  }

  beforeWrite(call: Call): void {
    this.#job?.rewrite?.beforeWrite(call);
  }

  afterWrite(call: Call): void {
    this.#job?.rewrite?.afterWrite(call);
  }

  persist(): void {
    this.#log?.persist();
  }

  /** @returns whether a rewrite has more to do at once */
  maintain(): boolean {
    if (this.#job === undefined && this.#log !== undefined) {
      const isUrgent = this.beginning || this.#doubtfulSince !== undefined;
      if (isUrgent ? this.schedule.mayRetry() : this.schedule.isDue(this.sizeBytes))
        this.#tryRewrite();
    }
    return this.#job?.step() ?? false;
  }

  /** Begins a rewrite. @throws Error when the disk fails; nothing has changed then */
  startRewrite(): void {
    if (this.#directory !== undefined) this.#startJob(this.#directory);
  }

  #load(directory: LogDirectory): void {
    const { host, config, dirty } = this.#engine;
    const startUs = host.monotonicUs();
    let commands: number;
    try {
      commands = loadLog(this.#engine, directory, {
        note: (text) => this.#report.note(text),
        warn: (text) => this.#report.warn(text),
        cutTornTail: config.flag('aof-load-truncated'),
        monotonicUs: () => host.monotonicUs(),
      });
    } catch (error) {
      throw readFailure(error, directory.files);
    }
    this.#engine.dirty = dirty; // what is in the log is no change, or DEBUG LOADAOF itself would be recorded
    const seconds = ((host.monotonicUs() - startUs) / 1e6).toFixed(3);
    this.#report.note(`Loaded ${commands} commands from ${directory.place} in ${seconds} seconds`);
  }

  /** An empty base and an empty increment, as Redis begins. */
  #createFirst(directory: LogDirectory): void {
    if ((directory.files.size(SNAPSHOT) ?? 0) > 0) this.#report.warn(NOT_READ);
    const { manifest, prefix } = directory;
    const begun = manifest.withBase(manifest.nextBase(prefix), 0).withIncrement(prefix);
    for (const { name } of begun.files) directory.create(name).close();
    directory.store(begun);
  }

  #addIncrement(directory: LogDirectory): void {
    const more = directory.manifest.withIncrement(directory.prefix);
    directory.create(more.increments.at(-1)?.name as string).close();
    directory.store(more);
  }

  #begin(
    directory: LogDirectory,
    file: ReturnType<LogDirectory['create']>,
    fileBytes: number,
  ): void {
    this.#directory = directory;
    this.#log = new AppendLog(file, fileBytes, {
      policy: () => this.#policy(),
      now: () => this.#engine.now(),
      warn: (text) => this.#report.warn(text),
      settle: () => directory.settle(),
      syncRecovered: () => {
        this.#doubtfulSince = this.#rewrites.current;
      },
    });
    this.#doubtfulSince = undefined;
    this.#filesBytes = directory.sizeBytes;
  }

  #policy(): FsyncPolicy {
    const { config } = this.#engine;
    const restful = this.rewriting && config.flag('no-appendfsync-on-rewrite');
    return restful ? 'no' : (config.text('appendfsync') as FsyncPolicy);
  }

  /** Not asked for by a client: who would hear of a failure? The log. */
  #tryRewrite(): void {
    try {
      this.startRewrite();
    } catch (error) {
      this.#rewriteEnded(error as Error);
    }
  }

  #startJob(directory: LogDirectory): void {
    const log = this.#log;
    if (log === undefined || this.#job !== undefined) return;
    const job = new RewriteJob({
      engine: this.#engine,
      rewrites: this.#rewrites,
      directory,
      log,
      published: this.#published,
      ended: (error) => {
        if (this.#job === job) this.#rewriteEnded(error);
      },
    });
    this.#job = job;
    this.schedule.started();
    this.#report.note(`Rewriting the append-only file into ${job.baseName}`);
  }

  #rewriteEnded(error: Error | undefined): void {
    this.#job = undefined;
    this.schedule.ended(error === undefined);
    if (error !== undefined) {
      this.#report.warn(
        `The rewrite of the append-only file failed: ${errorText(error).replace(/\.$/, '')}. The log goes on as it was.`,
      );
      if (error instanceof LogError && this.#policy() === 'always') throw error;
      return;
    }
    const directory = this.#directory as LogDirectory;
    this.#published = true;
    if (this.#doubtfulSince !== this.#rewrites.current) this.#doubtfulSince = undefined;
    this.#filesBytes = directory.sizeBytes - (this.#log?.writtenBytes ?? 0);
    this.schedule.baseBytes =
      directory.files.size(directory.path(directory.manifest.base?.name ?? '')) ?? 0;
    this.#report.note('Rewrote the append-only file');
  }
}
