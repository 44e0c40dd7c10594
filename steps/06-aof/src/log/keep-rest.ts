// What a cut takes off a log stays beside it, as `NAME.cut`: nobody can tell whether somebody wants it.

import { type AppendFile, type ReadFile, writeAll } from '../files/file-system.ts';
import type { LogDirectory } from '../files/log-directory.ts';

/** Copies what comes behind `offset`. @returns the name of the copy, which is on the disk by then */
export function keepRest(directory: LogDirectory, name: string, offset: number): string {
  const { files } = directory;
  const kept = freeName(directory, name);
  const from = files.openToRead(directory.path(name));
  try {
    const to = files.openToAppend(directory.path(kept));
    try {
      copy(from, offset, to);
    } catch (error) {
      removeHalf(directory, kept);
      throw error;
    } finally {
      to.close();
    }
  } finally {
    from.close();
  }
  directory.syncNames();
  return kept;
}

/** A copy that is not whole is of no use. If it cannot be removed it is in nobody's way. */
function removeHalf(directory: LogDirectory, kept: string): void {
  try {
    directory.files.remove(directory.path(kept));
  } catch {}
}

function copy(from: ReadFile, offset: number, to: AppendFile): void {
  const chunk = new Uint8Array(256 * 1024);
  for (let at = 0, count = from.read(chunk, 0); count > 0; count = from.read(chunk, 0)) {
    const skip = Math.min(count, Math.max(0, offset - at));
    writeAll(to, chunk.subarray(skip, count));
    at += count;
  }
  to.sync();
}

/** `NAME.cut`, or `NAME.2.cut`: what an earlier cut kept stays as it is. */
export function freeName(directory: LogDirectory, name: string): string {
  for (let number = 1; ; number++) {
    const kept = number === 1 ? `${name}.cut` : `${name}.${number}.cut`;
    if (directory.files.size(directory.path(kept)) === undefined) return kept;
  }
}
