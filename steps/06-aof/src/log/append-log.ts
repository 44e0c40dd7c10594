// The growing end of the log: what changed in a turn is written in the turn's persist phase, once, and synced by policy.
// Invariant: the file ends with a whole record or with the half of one that `#buffer` begins with; under `always` a turn
// that persisted is on the disk, so its replies may leave (group commit: one sync for all of them).

import { Args } from '@byor/05-expiry/core';
import { type AppendFile, diskError, errorText } from '../files/file-system.ts';
import { LogError } from './errors.ts';
import { RequestBuffer } from './request-buffer.ts';

export type FsyncPolicy = 'always' | 'everysec' | 'no';

export interface AppendLogOptions {
  /** Asked anew each turn: CONFIG SET changes it. */
  policy(): FsyncPolicy;
  /** Unix time in ms. */
  now(): number;
  warn(text: string): void;
  /** Makes the names of the log's files last: part of every sync. @throws Error */
  settle(): void;
  /** A sync has succeeded after one that failed: what that one was to save may be lost all the same. */
  syncRecovered(): void;
}

const SYNC_PERIOD_MS = 1000;
/** While a sync runs a write may have to wait for it, so it is put off, but not longer than this. */
const LONGEST_DELAY_MS = 2000;

export class AppendLog {
  readonly #options: AppendLogOptions;
  readonly #buffer = new RequestBuffer();
  #file: AppendFile;
  /** Length of the file; what is behind it was given up. */
  #fileBytes: number;
  /** The database that the last record belongs to; -1: none was named in this file. */
  #dbIndex = -1;
  #unsynced = false;
  #syncing = false;
  #lastSyncMs = 0;
  #delayedSinceMs: number | undefined;
  #writeError: Error | undefined;
  #syncError: Error | undefined;
  /** INFO: writes that did not wait any longer for a sync to end. */
  delayedSyncs = 0;
  /** Bytes written since the start of the program, all files together. */
  writtenBytes = 0;

  constructor(file: AppendFile, fileBytes: number, options: AppendLogOptions) {
    this.#file = file;
    this.#fileBytes = fileBytes;
    this.#options = options;
  }

  /** Why writes are refused at the moment. */
  get trouble(): Error | undefined {
    if (this.#writeError !== undefined) return this.#writeError;
    return this.#options.policy() === 'everysec' ? this.#syncError : undefined;
  }

  get bufferedBytes(): number {
    return this.#buffer.length;
  }

  get syncPending(): boolean {
    return this.#syncing;
  }

  /**
   * Takes a copy; it is written by the next `persist`.
   * @exercise 6.2
   */
  record(dbIndex: number, request: Args): void {
    if (dbIndex !== this.#dbIndex) {
      this.#buffer.add(Args.of('SELECT', dbIndex));
      this.#dbIndex = dbIndex;
    }
    this.#buffer.add(request);
  }

  /**
   * Writes and syncs as the policy has it. @throws LogError under `always` when the disk fails
   * @exercise 6.2 The persist phase
   * @tests append-log: ^(records|appendfsync (always|no)|a disk that fails (a short|.* failing sync))
   * @hint Fifty clients write in one turn under appendfsync always. How many times must the disk be waited for before
   *   their replies may leave?
   * @hint Records of a turn come together in the buffer, and are written once, in the persist phase, before any reply
   *   goes: one write and one sync for all of them. A file knows no clients, so a record says SELECT when its database
   *   is another than the last one's.
   * @hint record: SELECT first if dbIndex is not #dbIndex; then the request. persist: #write unless it may wait; then
   *   nothing if all is synced or the write failed; always: #syncNow, everysec: #syncEverySecond. #write: until every
   *   byte of the view is written, where a count of 0 is a diskError, ENOSPC; an error: #takeBack what was written,
   *   #writeFailed; else #wrote, and a warning if it failed before. #syncNow: settle and sync, an error is told to
   *   #syncFailed and is the #lastWord; else note when, that nothing is unsynced, and #syncWorked.
   */
  persist(): void {
    if (!this.#mayWait()) this.#write();
    if (!this.#unsynced || this.#writeError !== undefined) return;
    const policy = this.#options.policy();
    if (policy === 'always') this.#syncNow();
    else if (policy === 'everysec') this.#syncEverySecond();
  }

  /** Everything is on the disk when this returns. @throws LogError when it is not */
  flush(): void {
    this.#write();
    if (this.#writeError !== undefined) throw this.#lastWord('writing', this.#writeError);
    if (this.#unsynced || this.#syncing) this.#syncNow(); // one that runs elsewhere has not ended, and may fail
  }

  /** Goes on in another, empty file. What came before is on the disk first: the files are replayed in order. @throws LogError */
  continueIn(file: AppendFile): void {
    this.flush();
    this.#file.close();
    this.#file = file;
    this.#fileBytes = 0;
    this.#dbIndex = -1;
    this.#syncing = false;
  }

  close(): void {
    this.#file.close();
  }

  /** Under `everysec`: a sync runs, and the write would have to wait for it. */
  #mayWait(): boolean {
    if (!this.#syncing || this.#options.policy() !== 'everysec' || this.#buffer.length === 0) {
      this.#delayedSinceMs = undefined;
      return false;
    }
    const now = this.#options.now();
    this.#delayedSinceMs ??= now;
    if (now >= this.#delayedSinceMs && now - this.#delayedSinceMs < LONGEST_DELAY_MS) return true;
    this.#delayedSinceMs = undefined;
    this.delayedSyncs++;
    return false;
  }

  /**
   * All that waits, in as many writes as that takes. The first success after a failure is warned of: the file "can be written
   * to again".
   * @exercise 6.2
   */
  #write(): void {
    const bytes = this.#buffer.view();
    if (bytes.length === 0) return;
    let written = 0;
    try {
      while (written < bytes.length) {
        const count = this.#file.write(written === 0 ? bytes : bytes.subarray(written));
        if (count === 0) throw diskError('ENOSPC', 'nothing more was written');
        written += count;
      }
    } catch (error) {
      this.#takeBack(written);
      this.#writeFailed(error as Error);
      return;
    }
    this.#wrote(written);
    if (this.#writeError === undefined) return;
    this.#writeError = undefined;
    this.#options.warn('The append-only file can be written to again.');
  }

  /**
   * Half of a record must not stay, since a crash now would leave it there. If it cannot go, the next write completes it.
   * @exercise 6.4 When the disk says no
   * @tests append-log: ^a disk that fails (ENOSPC|EIO|flush|.*(half|taken back|failing write))
   * @hint The disk took seven of a record's thirty bytes and is full now. What does the file look like to whoever reads
   *   it after a crash at this moment?
   * @hint Half of a record must not stay: cut the file back to its last whole length, and keep all of it in the buffer.
   *   If even that fails, the half stands there, so count it as written: the next write completes it. Under always
   *   there is no reply without the disk, so the error ends the server; else writes are refused until it works again,
   *   and that is said once.
   * @hint #takeBack: nothing for 0; truncate to #fileBytes; if that throws, #wrote(written). #writeFailed: under always
   *   throw the #lastWord; warn if it is the first error; #writeError = error.
   */
  #takeBack(written: number): void {
    if (written === 0) return;
    try {
      this.#file.truncate(this.#fileBytes);
    } catch {
      this.#wrote(written);
    }
  }

  #wrote(count: number): void {
    this.#buffer.consume(count);
    this.#fileBytes += count;
    this.writtenBytes += count;
    this.#unsynced = true;
  }

  /**
   * Refuses writes, and warns once: see `trouble`. @throws LogError under `always`
   * @exercise 6.4
   */
  #writeFailed(error: Error): void {
    if (this.#options.policy() === 'always') throw this.#lastWord('writing', error);
    if (this.#writeError === undefined) {
      this.#options.warn(
        `Error writing to the append-only file: ${errorText(error)}. Writes are refused until it works again.`,
      );
    }
    this.#writeError = error;
  }

  /**
   * The file, and its name by `settle`. @throws LogError
   * @exercise 6.2
   */
  #syncNow(): void {
    try {
      this.#options.settle();
      this.#file.sync();
    } catch (error) {
      this.#syncFailed(error as Error);
      throw this.#lastWord('syncing', error as Error);
    }
    this.#lastSyncMs = this.#options.now();
    this.#unsynced = false;
    this.#syncWorked();
  }

  /**
   * In another thread, so that no turn waits for the disk.
   * @exercise 6.3 A sync each second
   * @tests append-log: ^(appendfsync (everysec|ahead)|a disk that fails a sync)
   * @section The persist phase
   * @hint A sync takes as long as the disk likes. Who must not wait for it under everysec, and what if the next second
   *   comes before it ends?
   * @hint The sync runs beside the loop and calls back. One at a time; what is written while it runs is not covered by
   *   it, so a write sets #unsynced again, and the next second takes care of it, even if nothing more is written. A
   *   clock that was set back must not stop that.
   * @hint #syncEverySecond: nothing when 0 <= now - #lastSyncMs < SYNC_PERIOD_MS; else syncAhead. syncAhead: nothing
   *   while one runs, or if nothing is #unsynced. Note now, #syncing, nothing #unsynced; settle, whose error is told to
   *   #synced; then file.syncLater, whose answer counts only if the file is still ours. #synced: not #syncing; #syncWorked,
   *   or #syncFailed.
   */
  #syncEverySecond(): void {
    const now = this.#options.now();
    const isEarly = now >= this.#lastSyncMs && now - this.#lastSyncMs < SYNC_PERIOD_MS;
    if (!isEarly) this.syncAhead();
  }

  /**
   * Begins a sync of what is written, whatever the policy: a `flush` after its end has little left to do. How it ends is told
   * to `#synced`, unless the log goes on in another file by then.
   * @exercise 6.3
   */
  syncAhead(): void {
    if (this.#syncing || !this.#unsynced) return;
    const file = this.#file;
    this.#lastSyncMs = this.#options.now();
    this.#syncing = true;
    this.#unsynced = false;
    try {
      this.#options.settle();
    } catch (error) {
      this.#synced(error as Error);
      return;
    }
    file.syncLater((error) => {
      if (file === this.#file) this.#synced(error);
    });
  }

  /**
   * The sync beside has ended.
   * @exercise 6.3
   */
  #synced(error: Error | undefined): void {
    this.#syncing = false;
    if (error === undefined) this.#syncWorked();
    else this.#syncFailed(error);
  }

  /** Whichever sync it was, it ends the trouble; then see `syncRecovered`. */
  #syncWorked(): void {
    if (this.#syncError === undefined) return;
    this.#syncError = undefined;
    this.#options.syncRecovered();
  }

  /** It is tried again in a second, or by the next `flush`. Warned of once; under `always` it is the last word, and said there. */
  #syncFailed(error: Error): void {
    this.#unsynced = true;
    const policy = this.#options.policy();
    if (this.#syncError === undefined && policy !== 'always') {
      const refused = policy === 'everysec' ? ' Writes are refused until it works again.' : '';
      this.#options.warn(`Error syncing the append-only file: ${errorText(error)}.${refused}`);
    }
    this.#syncError = error;
  }

  /** Under always what cannot be promised must not be answered; otherwise it was answered, and that is said. */
  #lastWord(doing: string, error: Error): LogError {
    const what = `Error ${doing} the append-only file: ${errorText(error)}.`;
    const unwritten = `${this.#buffer.length} bytes of them not even written`;
    if (this.#options.policy() !== 'always') {
      const waiting = this.#buffer.length > 0 ? `, ${unwritten}` : '';
      return new LogError(`${what} The last changes are not safe on the disk${waiting}.`);
    }
    // `always` may be new: a write that failed before it was answered all the same.
    const but =
      this.#writeError === undefined ? '' : `; the last changes before it are not, ${unwritten}`;
    return new LogError(
      `${what} Replies that wait for it would be lies, so the server stops. What was acknowledged under appendfsync always ` +
        `is safe${but}. See to the disk, then start it again.`,
    );
  }
}
