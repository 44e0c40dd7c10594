// Reads a log without running it: is each file whole, and if not, from where on?

import type { Args, CommandTable } from '@byor/05-expiry/core';
import type { LogDirectory } from '../files/log-directory.ts';
import { eachRecord, type RecordVisitor } from '../log/each-record.ts';
import { LogDamage, readFailure } from '../log/errors.ts';
import { LogReader } from '../log/log-reader.ts';
import { recordedCommand } from '../log/replay.ts';
import { isSnapshot } from '../log/snapshot.ts';

export interface Finding {
  readonly name: string;
  readonly sizeBytes: number;
  readonly records: number;
  /** What is wrong from `damage.offset` on, if anything is. */
  readonly damage: LogDamage | undefined;
  /** The manifest names it, but it is not there. That is damage, too. */
  readonly isMissing: boolean;
  /** A snapshot, which this program cannot read. */
  readonly isSnapshot: boolean;
}

/**
 * Commands that are not in the table are found too: give that of the server that will load the log.
 * @throws LogError that names a file which cannot be read
 */
export function checkLog(directory: LogDirectory, commands: CommandTable): Finding[] {
  try {
    return directory.manifest.files.map(({ name }) => checkFile(directory, name, commands));
  } catch (error) {
    throw readFailure(error, directory.files);
  }
}

function checkFile(directory: LogDirectory, name: string, commands: CommandTable): Finding {
  const path = directory.path(name);
  const sizeBytes = directory.files.size(path);
  if (sizeBytes === undefined) {
    const damage = new LogDamage('damaged', 0, 'the file is missing, but the manifest names it');
    return { name, sizeBytes: 0, records: 0, damage, isMissing: true, isSnapshot: false };
  }
  if (isSnapshot(directory, name)) {
    return { name, sizeBytes, records: 0, damage: undefined, isMissing: false, isSnapshot: true };
  }
  const file = directory.files.openToRead(path);
  const check = new RecordCheck(commands);
  let damage: LogDamage | undefined;
  try {
    eachRecord(new LogReader(file), check);
  } catch (error) {
    if (!(error instanceof LogDamage)) throw error;
    damage = error;
  } finally {
    file.close();
  }
  return { name, sizeBytes, records: check.records, damage, isMissing: false, isSnapshot: false };
}

/** What `Replay` does, without doing it. */
class RecordCheck implements RecordVisitor {
  readonly #commands: CommandTable;
  records = 0;

  constructor(commands: CommandTable) {
    this.#commands = commands;
  }

  multi(): void {
    this.records++;
  }

  exec(): void {
    this.records++;
  }

  run(request: Args): void {
    recordedCommand(this.#commands, request);
    this.records++;
  }
}
