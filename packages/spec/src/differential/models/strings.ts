// The string commands of Redis 7.0, without expiry.

import { flags, float, index, integer, just, key, many, maybe, value, word } from '../arguments.ts';
import { adjust, type CommandModel, command } from '../model.ts';

export const stringModels: readonly CommandModel[] = [
  adjust(command('SET', key, value, flags('NX', 'XX', 'GET')), { weight: 6 }),
  adjust(command('SET', key, integer), { weight: 4 }),
  adjust(command('GET', key), { weight: 3 }),
  command('GETSET', key, value),
  command('GETDEL', key),
  command('MGET', many(key)),
  command('MSET', many(key, value)),
  command('MSETNX', many(key, value)),
  command('SETNX', key, value),
  adjust(command('APPEND', key, value), { weight: 2 }),
  command('STRLEN', key),
  command('GETRANGE', key, index, index),
  command('SUBSTR', key, index, index),
  adjust(command('SETRANGE', key, smallOffset(), value), { weight: 2 }),
  command('INCR', key),
  command('DECR', key),
  adjust(command('INCRBY', key, integer), { weight: 2 }),
  adjust(command('DECRBY', key, integer), { weight: 2 }),
  adjust(command('INCRBYFLOAT', key, float), { weight: 2 }),
  command('LCS', key, key, flags('LEN')),
  command('LCS', key, key, just('IDX'), maybe(just('MINMATCHLEN'), integer), flags('WITHMATCHLEN')),
  command('LCS', key, key, word('LEN', 'IDX', 'MINMATCHLEN')),
];

/** Offsets far out would make both servers fill megabytes with zeros, or refuse beyond 512 MiB. */
function smallOffset() {
  return index.filter((text) => !/^\d{5,}$/.test(text) || Number(text) > 2 ** 30);
}
