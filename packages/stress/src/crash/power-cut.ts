// Plays a power cut on the directory of a killed server: of each log file, what was never forced to the disk is lost, from
// a random byte on. Names (new files, renames) stay; what becomes of those is tested on the disk in memory.

import { existsSync, readFileSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';

/** Where the watched server notes `length name`, in its directory. */
export const SYNC_NOTES = 'synced.txt';
/** Of a server's log, in its directory. */
export const LOG_DIRECTORY = 'appendonlydir';

/** @returns how many bytes were lost */
export function cutPower(directory: string, random: () => number): number {
  let lostBytes = 0;
  for (const [name, syncedBytes] of readNotes(directory)) {
    const file = path.join(directory, LOG_DIRECTORY, name);
    if (!existsSync(file)) continue;
    const { size } = statSync(file);
    if (size <= syncedBytes) continue;
    const keptBytes = syncedBytes + Math.floor(random() * (size - syncedBytes + 1));
    truncateSync(file, keptBytes);
    lostBytes += size - keptBytes;
  }
  return lostBytes;
}

/** The last note about each file. The last line may be half: it was being written. */
function readNotes(directory: string): Map<string, number> {
  const file = path.join(directory, SYNC_NOTES);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  return new Map(
    lines.map((line) => {
      const space = line.indexOf(' ');
      return [line.slice(space + 1), Number(line.slice(0, space))];
    }),
  );
}
