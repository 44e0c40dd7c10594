// One file of the log, record by record: its transactions, and where it can be cut if something is wrong with it. Whoever loads
// a log and whoever checks it see the same damage at the same place.

import type { Args } from '@byor/05-expiry/core';
import { LogDamage } from './errors.ts';
import type { LogReader } from './log-reader.ts';

/** Why a record cannot be run. `foreign`: this server does not know the command. `damaged`: no server writes that. */
export class ReplayError extends Error {
  readonly kind: 'damaged' | 'foreign';

  constructor(kind: ReplayError['kind'], why: string) {
    super(why);
    this.kind = kind;
  }
}

/** Takes the records of a file in their order. */
export interface RecordVisitor {
  /** A transaction begins; none is open. */
  multi(): void;
  /** It ends. As redis-server has it, an EXEC without a MULTI does nothing. */
  exec(): void;
  /** Any other record. @throws ReplayError for what no log holds */
  run(request: Args): void;
}

/**
 * Half a transaction is none: damage inside of one has the offset of its MULTI, and says where it is itself.
 * @throws LogDamage
 */
export function eachRecord(reader: LogReader, visitor: RecordVisitor): void {
  /** Where the transaction begins that is open. */
  let multiOffset: number | undefined;
  try {
    while (reader.next()) {
      const name = reader.args.at(0);
      if (name.is('MULTI')) {
        if (multiOffset !== undefined) throw new ReplayError('damaged', NESTED);
        multiOffset = reader.recordOffset;
        visitor.multi();
      } else if (name.is('EXEC')) {
        visitor.exec();
        multiOffset = undefined;
      } else {
        visitor.run(reader.args);
      }
    }
  } catch (error) {
    if (!(error instanceof LogDamage || error instanceof ReplayError)) throw error;
    const { kind, message } = error;
    const { recordOffset } = reader;
    const holdsRecords = error instanceof LogDamage && error.holdsRecords;
    if (multiOffset === undefined) throw new LogDamage(kind, recordOffset, message, holdsRecords);
    const where = `, at offset ${recordOffset} inside the transaction that begins there`;
    throw new LogDamage(kind, multiOffset, message + where, true);
  }
  if (multiOffset === undefined) return;
  throw new LogDamage('torn', multiOffset, 'the transaction that begins there has no EXEC', true);
}

/** redis-check-aof refuses it, too. redis-server reads over it, but writes none. */
const NESTED = "'multi' has no place in a transaction";
