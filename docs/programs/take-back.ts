// Takes the last FLUSHALL back, where no rewrite has come after it: the log is cut off before it. A challenge of chapter 06.

import { type LogDirectory, LogReader, type ReadFile } from '@byor/06-aof/core';

/** @returns how many bytes were cut off: 0 when no FLUSHALL is there. @throws LogError while a server runs on it; LogDamage */
export function takeBack(directory: LogDirectory): number {
  directory.open();
  try {
    const last = directory.manifest.increments.at(-1);
    return last === undefined ? 0 : cutBeforeFlush(directory, directory.path(last.name));
  } finally {
    directory.close();
  }
}

function cutBeforeFlush({ files }: LogDirectory, path: string): number {
  const flushedAt = lastFlush(files.openToRead(path));
  if (flushedAt === undefined) return 0;
  const cutBytes = (files.size(path) ?? 0) - flushedAt;
  const file = files.openToAppend(path);
  file.truncate(flushedAt);
  file.sync(); // or a power cut brings the FLUSHALL back
  file.close();
  return cutBytes;
}

/** Where the record begins, in bytes. */
function lastFlush(file: ReadFile): number | undefined {
  const reader = new LogReader(file);
  let flushedAt: number | undefined;
  try {
    while (reader.next()) {
      if (reader.args.at(0).is('FLUSHALL')) flushedAt = reader.recordOffset;
    }
  } finally {
    file.close();
  }
  return flushedAt;
}
