// Why a server with this log cannot start, or not go on. One line, which says what happened, where, and what to do.

import { StartError } from '@byor/05-expiry/core';
import type { DiskError, FileSystem } from '../files/file-system.ts';

export class LogError extends StartError {
  override readonly name = 'LogError';
}

/** What cannot be read, and what to do: never to begin without it. Any other error is returned as it is. */
export function readFailure(error: unknown, { root }: FileSystem): unknown {
  const { unreadable, message } = error as Partial<DiskError>;
  if (unreadable === undefined) return error;
  return new LogError(
    `Cannot read ${root}/${unreadable}: ${message}. Mend the disk or the permissions, or put the file back from a copy, ` +
      'then start the server again. Nothing in the log was changed.',
    { cause: error },
  );
}

/** A place in a log from which on it cannot be read. */
export class LogDamage extends Error {
  /**
   * `torn`: the last record is not whole, as when the power went. `damaged`: no server ever wrote this record.
   * `foreign`: it is one, but not for this server.
   */
  readonly kind: 'torn' | 'damaged' | 'foreign';
  /** Up to here all is well. In bytes from the start of the file. */
  readonly offset: number;
  /** Whole records stand behind `offset`: in a value, in a transaction without its end, or behind a length that is wrong. */
  readonly holdsRecords: boolean;

  constructor(kind: LogDamage['kind'], offset: number, why: string, holdsRecords = false) {
    super(why);
    this.kind = kind;
    this.offset = offset;
    this.holdsRecords = holdsRecords;
  }
}
