// Reads a log without running it: is each file whole, and if not, from where on? Repairs by cutting, never by guessing:
// what is left is the log up to the damage, a state that once was. What is cut off stays beside it.

import type { CommandTable } from '@byor/05-expiry/core';
import type { ReadFile } from '../files/file-system.ts';
import type { LogDirectory } from '../files/log-directory.ts';
import { Manifest } from '../files/manifest.ts';
import { LogDamage, LogError } from '../log/errors.ts';
import { LogReader } from '../log/log-reader.ts';
import { FOREIGN, ReplayError, recordedCommand } from '../log/replay.ts';
import { isSnapshot } from '../log/snapshot.ts';

export interface Finding {
  readonly name: string;
  readonly sizeBytes: number;
  readonly records: number;
  /** What is wrong from `damage.offset` on, if anything is. */
  readonly damage: LogDamage | undefined;
  /** A snapshot, which this program cannot read. */
  readonly isSnapshot: boolean;
}

/** Commands that are not in the table are found too: give that of the server that will load the log. */
export function checkLog(directory: LogDirectory, commands: CommandTable): Finding[] {
  return directory.manifest.files.map(({ name }) => {
    const sizeBytes = directory.files.size(directory.path(name));
    if (sizeBytes === undefined) {
      const damage = new LogDamage('damaged', 0, 'the file is missing, but the manifest names it');
      return { name, sizeBytes: 0, records: 0, damage, isSnapshot: false };
    }
    if (isSnapshot(directory, name)) {
      return { name, sizeBytes, records: 0, damage: undefined, isSnapshot: true };
    }
    const file = directory.files.openToRead(directory.path(name));
    try {
      return { name, sizeBytes, ...checkFile(file, commands), isSnapshot: false };
    } finally {
      file.close();
    }
  });
}

function checkFile(
  file: ReadFile,
  commands: CommandTable,
): { records: number; damage: LogDamage | undefined } {
  const reader = new LogReader(file);
  let records = 0;
  let openedAt: number | undefined;
  try {
    for (; reader.next(); records++) {
      const name = reader.args.at(0);
      if (name.is('MULTI')) openedAt = reader.recordOffset;
      else if (name.is('EXEC')) openedAt = undefined;
      else recordedCommand(commands, reader.args);
    }
    if (openedAt === undefined) return { records, damage: undefined };
    return { records, damage: new LogDamage('torn', openedAt, 'a transaction has no EXEC') };
  } catch (error) {
    if (!(error instanceof LogDamage || error instanceof ReplayError)) throw error;
    // Half a transaction is none: the cut goes before its MULTI.
    const offset = openedAt ?? reader.recordOffset;
    return { records, damage: new LogDamage(error.kind, offset, error.message) };
  }
}

/**
 * Ends the log at the first damage. What comes after, in that file and in later ones, stays as `NAME.cut`.
 * @throws LogError for a missing file, and for a command that only this server does not know
 */
export function fixLog(directory: LogDirectory, findings: readonly Finding[]): string[] {
  const at = findings.findIndex(({ damage }) => damage !== undefined);
  const first = findings[at];
  if (first?.damage === undefined) return [];
  if (first.damage.kind === 'foreign') {
    throw new LogError(`${first.name}: ${first.damage.message}. ${FOREIGN}`);
  }
  const { manifest, files } = directory;
  if (files.size(directory.path(first.name)) === undefined) {
    throw new LogError(
      `${first.name} is missing: there is nothing to cut. Put it back from a copy.`,
    );
  }
  const done = [cut(directory, first.name, first.damage.offset)];
  const left = manifest.increments.filter(({ name }) =>
    findings.slice(0, at + 1).some((finding) => finding.name === name),
  );
  const gone = manifest.files.filter((entry) => entry !== manifest.base && !left.includes(entry));
  if (gone.length > 0) directory.store(new Manifest(manifest.base, left, manifest.history));
  for (const { name } of gone) {
    files.rename(directory.path(name), directory.path(`${name}.cut`));
    done.push(`${name}: taken out, it comes after the damage (kept as ${name}.cut)`);
  }
  return done;
}

function cut(directory: LogDirectory, name: string, offset: number): string {
  const { files } = directory;
  const from = files.openToRead(directory.path(name));
  const to = files.openToAppend(directory.path(`${name}.cut`));
  const chunk = new Uint8Array(256 * 1024);
  for (let at = 0, count = from.read(chunk, 0); count > 0; count = from.read(chunk, 0)) {
    const skip = Math.min(count, Math.max(0, offset - at));
    for (let written = skip; written < count; ) written += to.write(chunk.subarray(written, count));
    at += count;
  }
  to.sync();
  to.close();
  from.close();
  const file = files.openToAppend(directory.path(name));
  file.truncate(offset);
  file.sync();
  file.close();
  return `${name}: cut at offset ${offset} (what came after is kept as ${name}.cut)`;
}
