// One rewrite from its first file to its last: a new increment, the base, the manifest that names them, the old files gone.
// Invariant: after each of its file operations the manifest on the disk names a whole log, so it may stop at any of them.

import type { Engine } from '@byor/05-expiry/core';
import type { LogDirectory } from '../files/log-directory.ts';
import type { LogFileEntry } from '../files/manifest.ts';
import type { AppendLog } from '../log/append-log.ts';
import { BaseWriter } from './base-writer.ts';
import { Rewrite } from './rewrite.ts';

/** `switched`: the old files are still there. They go in the turn after the switch: each of the two is a turn's work. */
type State = 'writing' | 'syncing' | 'synced' | 'switched' | 'over';

export class RewriteJob {
  readonly rewrite: Rewrite;
  readonly #directory: LogDirectory;
  readonly #base: LogFileEntry;
  readonly #writer: BaseWriter;
  readonly #ended: (error: Error | undefined) => void;
  #log: AppendLog | undefined;
  #published = false;
  #state: State = 'writing';

  constructor(engine: Engine, directory: LogDirectory, ended: (error: Error | undefined) => void) {
    this.#directory = directory;
    this.#ended = ended;
    this.#base = directory.manifest.nextBase(directory.prefix);
    this.#writer = new BaseWriter(directory.create(this.#base.name));
    this.rewrite = new Rewrite(engine, this.#writer);
  }

  get baseName(): string {
    return this.#base.name;
  }

  /** From here on records go to a new increment. `published`: the log that is there is whole, and stays so. @throws Error */
  begin(log: AppendLog, published: boolean): void {
    this.#log = log;
    this.#published = published;
    try {
      log.flush(); // what the old increment still lacks, before the manifest has one behind it
      this.#nextIncrement(log);
    } catch (error) {
      this.abort();
      throw error;
    }
  }

  /** @exercise 6.8 */
  #nextIncrement(log: AppendLog): void {
    const directory = this.#directory;
    const more = directory.manifest.withIncrement(directory.prefix);
    const file = directory.create(more.increments.at(-1)?.name as string);
    try {
      if (this.#published) directory.store(more);
    } finally {
      if (directory.manifest === more || !this.#published) log.continueIn(file);
      else file.close();
    }
  }

  /** The share of one turn. @returns whether there is more to do at once */
  step(): boolean {
    try {
      if (this.#state === 'writing') this.#write();
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
    if (this.#directory.manifest.base?.name === this.#base.name) return; // named already, though not for good
    attempt(() => this.#directory.files.remove(this.#directory.path(this.#base.name)));
  }

  #write(): void {
    if (!this.rewrite.step()) this.#state = 'syncing';
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
    attempt(() => this.#directory.removeStrays());
    this.#ended(undefined);
  }

  /**
   * One rename, and the log is another. Large values of the base may hold changes that were made while it was written: the
   * increment that tells of those is on the disk first, or a power cut would leave a state that never was.
   * @exercise 6.8 The switch
   * @tests rewrite: ^(BGREWRITEAOF says|the base says)
   * @hint The new base is written, the old files are there, a power cut is a moment away. Which single step makes the
   *   new one count?
   * @hint One rename: the manifest that names the new base takes the place of the old one, and whichever of the two is
   *   found after a crash names a whole log. So all that it names must be on the disk before it: the base, and the
   *   increment that tells of changes which a large value of the base may hold already.
   * @hint #publish: #flushLog; the manifest as it is, or with an increment if none was published; store it
   *   withBase(#base, 1). #nextIncrement: the manifest with one more increment, and its file created; store it if
   *   #published; the log goes on in that file if the manifest names it, or nothing is published yet; else close it:
   *   finally, for the rename may have happened although store throws.
   */
  #publish(): void {
    this.#flushLog();
    const { manifest, prefix } = this.#directory;
    const whole = this.#published ? manifest : manifest.withIncrement(prefix);
    this.#directory.store(whole.withBase(this.#base, 1));
  }

  /** Its failure ends the rewrite alone: the log says for itself, in its own phase, what the failure means. */
  #flushLog(): void {
    try {
      this.#log?.flush();
    } catch (error) {
      throw new Error('what has changed meanwhile is not safe on the disk', { cause: error });
    }
  }

  #end(error: Error): void {
    this.abort();
    this.#ended(error);
  }
}

/** A file that cannot be removed is nobody's: the next start tries again. */
function attempt(remove: () => void): void {
  try {
    remove();
  } catch {}
}
