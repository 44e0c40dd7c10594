// The sorted set commands of Redis 7.0, but for the blocking ones. Few keys and few members, so that sets meet.

import fc from 'fast-check';
import {
  flags,
  float,
  index,
  integer,
  just,
  key,
  many,
  maybe,
  pattern,
  word,
} from '../arguments.ts';
import { adjust, type CommandModel, command } from '../model.ts';

/** One of them too long for the compact form. */
const member = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'aa', 'ab') },
  { weight: 2, arbitrary: fc.constantFrom('', '\xff\0', '\0', 'B', '10', 'm'.repeat(65)) },
);

/** Mostly few different scores, so that members tie. */
const score = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('0', '1', '2', '-1', '1.5', 'inf', '-inf', '-0') },
  { weight: 2, arbitrary: float },
);

const border = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constantFrom('', '('), score).map((parts) => parts.join('')),
  },
  { weight: 3, arbitrary: fc.constantFrom('-inf', '+inf', '(-inf') },
  { weight: 1, arbitrary: fc.constantFrom('', '(', ' 1', '1 ', '((1', '1\0x', '1e999', 'x') },
);

const lexBorder = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constantFrom('[', '('), member).map((parts) => parts.join('')),
  },
  { weight: 3, arbitrary: fc.constantFrom('-', '+') },
  { weight: 1, arbitrary: fc.constantFrom('', 'a', '-x', '+\0', '[') },
);

/** Which members a range by member holds is only defined where all scores are equal: this key holds no others. */
const lexKey = just('lex');
const count = fc.oneof(
  { weight: 3, arbitrary: index },
  { weight: 1, arbitrary: fc.constant('-1') },
);
const limit = maybe(just('LIMIT'), index, count);
const numKeys = fc.oneof(
  { weight: 12, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: integer },
);

/** `2 a b`, now and then with a number that is wrong. */
const keys = fc
  .tuple(
    numKeys,
    fc.array(fc.oneof({ weight: 9, arbitrary: key }, { weight: 1, arbitrary: lexKey }), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([wrong, names]) => [wrong || String(names.length), ...names]);

const weighted = fc.oneof(
  { weight: 2, arbitrary: fc.constant([] as string[]) },
  {
    weight: 2,
    arbitrary: fc.array(score, { maxLength: 3 }).map((weights) => ['WEIGHTS', ...weights]),
  },
);
const aggregate = maybe(just('AGGREGATE'), word('SUM', 'MIN', 'MAX'));

/** Not below -100: so many members would be answered. */
const draws = fc.oneof(fc.integer({ min: -100, max: 100 }).map(String), just('x'));

export const sortedSetModels: readonly CommandModel[] = [
  adjust(command('ZADD', key, many(score, member)), { weight: 8 }),
  adjust(command('ZADD', key, flags('NX', 'XX', 'GT', 'LT', 'CH', 'INCR'), score, member), {
    weight: 6,
  }),
  adjust(command('ZADD', lexKey, many(just('0'), member)), { weight: 4 }),
  adjust(command('ZINCRBY', key, score, member), { weight: 2 }),
  adjust(command('ZREM', key, many(member)), { weight: 2 }),
  command('ZCARD', key),
  command('ZSCORE', key, member),
  command('ZMSCORE', key, many(member)),
  command('ZRANK', key, member),
  command('ZREVRANK', key, member),
  command('ZCOUNT', key, border, border),
  command('ZLEXCOUNT', lexKey, lexBorder, lexBorder),
  adjust(command('ZRANGE', key, index, index, limit, flags('REV', 'WITHSCORES')), { weight: 2 }),
  adjust(
    command('ZRANGE', key, border, border, just('BYSCORE'), limit, flags('REV', 'WITHSCORES')),
    { weight: 3 },
  ),
  adjust(command('ZRANGE', lexKey, lexBorder, lexBorder, just('BYLEX'), limit, flags('REV')), {
    weight: 3,
  }),
  command(
    'ZRANGE',
    lexKey,
    lexBorder,
    lexBorder,
    limit,
    flags('REV', 'BYLEX', 'BYSCORE', 'WITHSCORES'),
  ),
  command('ZREVRANGE', key, index, index, flags('WITHSCORES'), limit),
  command('ZRANGEBYSCORE', key, border, border, flags('WITHSCORES'), limit),
  command('ZREVRANGEBYSCORE', key, border, border, flags('WITHSCORES'), limit),
  command('ZRANGEBYLEX', lexKey, lexBorder, lexBorder, limit),
  command('ZREVRANGEBYLEX', lexKey, lexBorder, lexBorder, limit),
  command('ZRANGESTORE', key, key, index, index, limit, flags('REV', 'WITHSCORES')),
  command('ZRANGESTORE', key, key, border, border, just('BYSCORE'), limit, flags('REV')),
  command('ZRANGESTORE', key, lexKey, lexBorder, lexBorder, just('BYLEX'), limit, flags('REV')),
  command('ZREMRANGEBYRANK', key, index, index),
  command('ZREMRANGEBYSCORE', key, border, border),
  command('ZREMRANGEBYLEX', lexKey, lexBorder, lexBorder),
  command('ZPOPMIN', key, maybe(index)),
  command('ZPOPMAX', key, maybe(index)),
  command('ZMPOP', keys, word('MIN', 'MAX'), maybe(just('COUNT'), index)),
  adjust(command('ZRANDMEMBER', key), { agreement: 'kind' }),
  adjust(command('ZRANDMEMBER', key, draws, flags('WITHSCORES')), { agreement: 'kind' }),
  adjust(
    command('ZSCAN', key, just('0'), maybe(just('MATCH'), pattern), just('COUNT'), just('1000')),
    { agreement: 'unordered' },
  ),
  adjust(command('ZSCAN', key, index, flags('COUNT', 'MATCH', 'TYPE')), { agreement: 'kind' }),
  adjust(command('ZUNION', keys, weighted, aggregate, flags('WITHSCORES')), { weight: 2 }),
  adjust(command('ZINTER', keys, weighted, aggregate, flags('WITHSCORES')), { weight: 2 }),
  command('ZDIFF', keys, flags('WITHSCORES', 'WEIGHTS')),
  command('ZINTERCARD', keys, maybe(just('LIMIT'), index)),
  adjust(command('ZUNIONSTORE', key, keys, weighted, aggregate), { weight: 2 }),
  adjust(command('ZINTERSTORE', key, keys, weighted, aggregate), { weight: 2 }),
  command('ZDIFFSTORE', key, keys),
  adjust(command('OBJECT ENCODING', key), { weight: 2 }),
];
