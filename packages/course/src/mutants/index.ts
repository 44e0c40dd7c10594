// The mutants of every stage, by its number.

import { mutants as socket } from './01-socket.ts';
import { mutants as protocol } from './02-protocol.ts';
import { mutants as eventLoop } from './03-event-loop.ts';
import { mutants as kv } from './04-kv.ts';
import { mutants as expiry } from './05-expiry.ts';
import { mutants as aof } from './06-aof.ts';
import { mutants as sortedSet } from './07-sorted-set.ts';
import type { Mutant } from './mutant.ts';

export const MUTANTS: Readonly<Record<string, readonly Mutant[]>> = {
  '01': socket,
  '02': protocol,
  '03': eventLoop,
  '04': kv,
  '05': expiry,
  '06': aof,
  '07': sortedSet,
};
