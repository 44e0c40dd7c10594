// Repairs a log by cutting, never by guessing: what is left is the log up to the damage, a state that once was. What is cut
// off stays beside it.

import type { DiskError } from '../files/file-system.ts';
import type { LogDirectory } from '../files/log-directory.ts';
import { Manifest } from '../files/manifest.ts';
import { LogError, readFailure } from '../log/errors.ts';
import { freeName, keepRest } from '../log/keep-rest.ts';
import { FOREIGN } from '../log/replay.ts';
import type { Finding } from './check.ts';

/** Why the log cannot be ended at a finding, and what to do instead. Undefined: it can. */
export function whyNotCut({ damage, isMissing }: Finding): string | undefined {
  if (isMissing) return 'There is nothing to cut: put the file back from a copy.';
  return damage?.kind === 'foreign' ? FOREIGN : undefined;
}

/**
 * Ends the log at the first damage. What comes after, in that file and in later ones, stays as `NAME.cut`, or `NAME.2.cut` if
 * that is there from an earlier repair. It may be stopped anywhere: nothing is lost, and the next one completes it.
 * @returns what was done, a line each
 * @throws LogError for what `whyNotCut` names, and for a disk that fails
 */
export function fixLog(directory: LogDirectory, findings: readonly Finding[]): string[] {
  const first = findings.find(({ damage }) => damage !== undefined);
  if (first?.damage === undefined) return [];
  const { name, damage } = first;
  const why = whyNotCut(first);
  if (why !== undefined) throw new LogError(`${name}: ${damage.message}. ${why}`);
  let kept: string | undefined;
  try {
    kept = keepRest(directory, name, damage.offset);
    // Before the cut: behind a file that ends too early they would make a state that never was.
    const takenOut = takeOutBehind(directory, name);
    directory.truncate(name, damage.offset);
    return [
      `${name}: cut at offset ${damage.offset} (what came after is kept as ${kept})`,
      ...takenOut,
    ];
  } catch (error) {
    // Only before the copy is whole may it be said that nothing has changed, as readFailure does.
    throw fixFailure(kept === undefined ? readFailure(error, directory.files) : error, directory);
  }
}

function takeOutBehind(directory: LogDirectory, name: string): string[] {
  const { manifest, files } = directory;
  const at = manifest.files.findIndex((entry) => entry.name === name);
  const gone = manifest.files.slice(at + 1);
  if (gone.length === 0) return [];
  // Renamed while the manifest names them: what it does not name, the next server removes.
  const done = gone.map((entry) => {
    const why = `${entry.name}: taken out, it comes after the damage`;
    if (files.size(directory.path(entry.name)) === undefined) return `${why} (it was missing)`;
    const kept = freeName(directory, entry.name);
    files.rename(directory.path(entry.name), directory.path(kept));
    return `${why} (kept as ${kept})`;
  });
  const left = manifest.increments.filter((entry) => !gone.includes(entry));
  directory.store(new Manifest(manifest.base, left, manifest.history));
  return done;
}

function fixFailure(error: unknown, directory: LogDirectory): unknown {
  const { code, message } = error as Partial<DiskError>;
  if (error instanceof LogError || code === undefined) return error;
  return new LogError(
    `Cannot end the log in ${directory.place}: ${message}. See to the disk, then do it again. Nothing was lost: what the log ` +
      'lacks by now is kept as *.cut.',
    { cause: error },
  );
}
