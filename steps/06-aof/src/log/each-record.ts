// One file of the log, record by record: where it can be cut if something is wrong with it. Whoever loads a log and whoever
// checks it see the same damage at the same place.

import type { Args } from '@byor/05-expiry/core';
import { LogDamage } from './errors.ts';
import type { LogReader } from './log-reader.ts';
import { ReplayError } from './replay.ts';

/** Takes the records of a file in their order. */
export interface RecordVisitor {
  /** Between a MULTI and its EXEC. */
  readonly insideTransaction: boolean;
  /** @throws ReplayError for what no log holds */
  run(request: Args): void;
}

/**
 * Half a transaction is none: damage inside of one has the offset of its MULTI, and says where it is itself.
 * @throws LogDamage
 */
export function eachRecord(reader: LogReader, visitor: RecordVisitor): void {
  let multiOffset = 0;
  for (;;) {
    const { insideTransaction } = visitor;
    try {
      if (!reader.next()) break;
      if (!insideTransaction) multiOffset = reader.recordOffset;
      visitor.run(reader.args);
    } catch (error) {
      if (!(error instanceof LogDamage || error instanceof ReplayError)) throw error;
      const { kind, message } = error;
      const { recordOffset } = reader;
      if (!insideTransaction) throw new LogDamage(kind, recordOffset, message);
      const where = `, at offset ${recordOffset} inside the transaction that begins there`;
      throw new LogDamage(kind, multiOffset, message + where);
    }
  }
  if (!visitor.insideTransaction) return;
  throw new LogDamage('torn', multiOffset, 'the transaction that begins there has no EXEC');
}
