// One rewrite from its first file to its last: a new increment, the base, the manifest that names them, the old files gone.
// Invariant: after each of its file operations the manifest on the disk names a whole log, so it may stop at any of them.

import type { Engine } from '@byor/05-expiry/core';
import type { LogDirectory } from '../files/log-directory.ts';
import type { LogFileEntry } from '../files/manifest.ts';
import type { AppendLog } from '../log/append-log.ts';
import { BaseWriter } from './base-writer.ts';
import type { RewriteCount } from './logged-keyspace.ts';
import { Rewrite } from './rewrite.ts';

/**
 * `waiting`: for the disk to have what the log has written by now. `switched`: the old files are still there; they go in the
 * turn after the switch, since each of the two is a turn's work.
 */
type State = 'waiting' | 'writing' | 'syncing' | 'synced' | 'switched' | 'over';

export interface RewriteJobOptions {
  readonly engine: Engine;
  readonly rewrites: RewriteCount;
  readonly directory: LogDirectory;
  readonly log: AppendLog;
  /** The log that is there is whole, and stays so. False after `appendonly yes`: no manifest names its file before this ends. */
  readonly published: boolean;
  readonly ended: (error: Error | undefined) => void;
}

export class RewriteJob {
  readonly #options: RewriteJobOptions;
  readonly #base: LogFileEntry;
  readonly #writer: BaseWriter;
  #rewrite: Rewrite | undefined;
  #state: State = 'waiting';

  /** @throws Error when there is no place for a base */
  constructor(options: RewriteJobOptions) {
    const { directory, log } = options;
    this.#options = options;
    this.#base = directory.manifest.nextBase(directory.prefix);
    this.#writer = new BaseWriter(directory.create(this.#base.name));
    log.syncAhead();
  }

  get baseName(): string {
    return this.#base.name;
  }

  /** What commands have to tell of their changes; undefined before the base's moment has come. */
  get rewrite(): Rewrite | undefined {
    return this.#rewrite;
  }

  /** The moment that the base is of: from here on records go to a new increment. */
  #begin(): void {
    const { engine, log, rewrites } = this.#options;
    if (log.syncPending) return;
    log.flush(); // what the old increment still lacks, before the manifest has one behind it
    this.#nextIncrement();
    this.#rewrite = new Rewrite(engine, this.#writer, rewrites);
    this.#state = 'writing';
  }

  /**
   * The log goes on in the file that the manifest names last, even if `store` has failed behind its rename: only there is
   * half a record cut off.
   * @exercise 6.8
   */
  #nextIncrement(): void {
    const { directory, log, published } = this.#options;
    const more = directory.manifest.withIncrement(directory.prefix);
    const file = directory.create(more.increments.at(-1)?.name as string);
    try {
      if (published) directory.store(more);
    } finally {
      if (directory.manifest === more || !published) log.continueIn(file);
      else file.close();
    }
  }

  /** The share of one turn. @returns whether there is more to do at once */
  step(): boolean {
    try {
      if (this.#state === 'waiting') this.#begin();
      else if (this.#state === 'writing') this.#write();
      else if (this.#state === 'synced') this.#switch();
      else if (this.#state === 'switched') this.#finish();
    } catch (error) {
      this.#end(error as Error);
    }
    return this.#state === 'writing' || this.#state === 'switched';
  }

  /** Gives up; the log goes on as it is. */
  abort(): void {
    if (this.#state === 'over') return;
    this.#state = 'over';
    this.#writer.close();
    const { directory } = this.#options;
    if (directory.manifest.base?.name === this.#base.name) return; // named already, though not for good
    attempt(() => directory.files.remove(directory.path(this.#base.name)));
  }

  #write(): void {
    if (this.#rewrite?.step() !== true) this.#state = 'syncing';
    this.#writer.flush();
    if (this.#state === 'syncing') this.#writer.finish((error) => this.#written(error));
  }

  #written(error: Error | undefined): void {
    if (this.#state === 'over') return;
    if (error === undefined) this.#state = 'synced';
    else this.#end(error);
  }

  #switch(): void {
    this.#publish();
    this.#state = 'switched';
  }

  #finish(): void {
    this.#state = 'over';
    this.#writer.close();
    attempt(() => this.#options.directory.removeStrays());
    this.#options.ended(undefined);
  }

  /**
   * One rename, and the log is another. Large values of the base may hold changes that were made while it was written: the
   * increment that tells of those is on the disk first, or a power cut would leave a state that never was.
   * @exercise 6.8 The switch
   * @tests rewrite: ^(BGREWRITEAOF (says|syncs|goes on)|the base says)
   * @tests persistence: ^at run time CONFIG SET appendonly
   * @hint The new base is written, the old files are there, a power cut is a moment away. Which single step makes the
   *   new one count?
   * @hint One rename: the manifest that names the new base takes the place of the old one, and whichever of the two is
   *   found after a crash names a whole log. So all that it names must be on the disk before it: the base, and the
   *   increment that tells of changes which a large value of the base may hold already.
   * @hint #publish: flush the log; the manifest as it is, or with an increment if none was published; store it
   *   withBase(#base, 1). #nextIncrement: the manifest with one more increment, and its file created; store it if
   *   published; the log goes on in that file if the manifest names it, or nothing is published yet; else close it:
   *   finally, for the rename may have happened although store throws.
   */
  #publish(): void {
    this.#options.log.flush();
    const { directory, published } = this.#options;
    const { manifest, prefix } = directory;
    const whole = published ? manifest : manifest.withIncrement(prefix);
    directory.store(whole.withBase(this.#base, 1));
  }

  #end(error: Error): void {
    this.abort();
    this.#options.ended(error);
  }
}

/** A file that cannot be removed is nobody's: the next start tries again. */
function attempt(remove: () => void): void {
  try {
    remove();
  } catch {}
}
