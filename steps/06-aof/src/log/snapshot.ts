// A base that redis-server wrote with aof-use-rdb-preamble yes, its default. It is known by its first bytes: an old log of
// one file, which redis-server moves into the directory, keeps its name.

import { latin1Slice } from '@byor/05-expiry/core';
import type { LogDirectory } from '../files/log-directory.ts';

const MAGIC = 'REDIS';

/** The file is there. One that is named as a snapshot is none of ours either, even if it is empty. */
export function isSnapshot(directory: LogDirectory, name: string): boolean {
  if (name.endsWith('.rdb')) return true;
  const start = new Uint8Array(MAGIC.length);
  const file = directory.files.openToRead(directory.path(name));
  try {
    return file.read(start, 0) === MAGIC.length && latin1Slice(start, 0, MAGIC.length) === MAGIC;
  } finally {
    file.close();
  }
}

/** Said of such a file, after its name. */
export const RDB =
  'is a snapshot (RDB), which this server cannot read yet. Let redis-server write the log without one: ' +
  'redis-cli CONFIG SET aof-use-rdb-preamble no, then BGREWRITEAOF, then SHUTDOWN; then start this server again.';
