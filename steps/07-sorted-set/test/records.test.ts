// What the log gets of changes to sorted sets: absolute, and right however often and over whatever later state it is run.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Args, dumpSortedSet, type SortedSet } from '../src/core.ts';
import { startEngine, type Talk } from './talk.ts';

/** An engine whose changes are seen. */
function recorded() {
  const { engine, connect } = startEngine();
  const records: string[][] = [];
  engine.hooks.write.push((_, request) => {
    records.push(request.strings());
  });
  const client = connect();
  return {
    client,
    records,
    set: (key: string) => engine.database(0).peek(key) as SortedSet | undefined,
    /** What `line` puts into the log. */
    of: (line: string) => {
      records.length = 0;
      client.say(line);
      return records.map((words) => words.join(' '));
    },
  };
}

const everything = (client: Talk) => {
  const keys = [...client.say('KEYS *').matchAll(/\r\n([a-z]\w*)\r\n/g)]
    .map(([, key]) => key)
    .sort();
  return keys.map((key) => `${key} ${client.say(`ZRANGE ${key} 0 -1 WITHSCORES`)}`);
};

describe('the record of', () => {
  const { of } = recorded();
  test.each([
    ['ZADD z 1 a 2 b', ['ZADD z 1 a 2 b']],
    ['ZADD z CH 3 a', ['ZADD z CH 3 a']],
    ['ZADD z 3 a', []],
    ['ZADD z NX 9 a 4 c', ['ZADD z 3 a 4 c']],
    ['ZADD z XX GT 5 a 5 nosuch', ['ZADD z 5 a']],
    ['ZADD z NX 9 a', []],
    ['ZADD z INCR 0.1 a', ['ZADD z 5.0999999999999996 a']],
    ['ZADD z XX INCR 1 nosuch', []],
    ['ZINCRBY z inf a', ['ZADD z inf a']],
    ['ZINCRBY z 1 a', []],
    ['ZREM z a nosuch', ['ZREM z a nosuch']],
    ['ZREM z nosuch', []],
    ['ZADD z 1 a 2 b 3 c 4 d 5 e 6 f 7 g', ['ZADD z 1 a 2 b 3 c 4 d 5 e 6 f 7 g']],
    ['ZPOPMIN z', ['ZREM z a']],
    ['ZPOPMAX z 2', ['ZREM z f g']],
    ['ZMPOP 2 nosuch z MIN', ['ZREM z b']],
    ['ZREMRANGEBYRANK z 0 0', ['ZREM z c']],
    ['ZREMRANGEBYSCORE z 9 99', []],
    ['ZRANGESTORE y z 0 -1', ['ZRANGESTORE y z 0 -1']],
    ['ZUNIONSTORE x 2 z y', ['ZUNIONSTORE x 2 z y']],
    ['ZINTERSTORE x 1 nosuch', ['ZINTERSTORE x 1 nosuch']],
    ['ZINTERSTORE x 1 nosuch', []],
    ['ZPOPMAX y 9', ['DEL y']],
    ['ZREMRANGEBYLEX z - +', ['DEL z']],
    ['ZPOPMIN z', []],
  ])('%s', (line, expected) => {
    expect(of(line)).toEqual(expected);
  });

  test('many members at once is several requests of bounded length', () => {
    const { client, records, of } = recorded();
    const members = Array.from({ length: 1000 }, (_, i) => `m${i}`);
    client.call('ZADD', 'z', ...members.flatMap((member) => ['1', member]));
    records.length = 0;
    client.call('ZADD', 'z', 'GT', ...members.flatMap((member) => ['2', member]));
    expect(records.flatMap(([, , ...pairs]) => pairs.filter((_, i) => i % 2 === 1))).toEqual(
      members,
    );
    expect(Math.max(...records.map((words) => words.length))).toBe(130);
    of('ZPOPMIN z 999');
    expect(records.flatMap(([, , ...names]) => names)).toEqual([...members].sort().slice(0, 999));
  });
});

const key = fc.constantFrom('x', 'y');
const member = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const score = fc.constantFrom('0', '1', '2', '-1', '0.1', 'inf');
const line = fc.oneof(
  fc.tuple(fc.constantFrom('ZADD'), key, score, member),
  fc.tuple(
    fc.constant('ZADD'),
    key,
    fc.constantFrom('NX', 'XX', 'GT', 'LT', 'INCR'),
    score,
    member,
  ),
  fc.tuple(fc.constant('ZINCRBY'), key, fc.constantFrom('1', '-0.5'), member),
  fc.tuple(fc.constant('ZREM'), key, member, member),
  fc.tuple(fc.constantFrom('ZPOPMIN', 'ZPOPMAX'), key, fc.constantFrom('0', '1', '2')),
  fc.tuple(
    fc.constant('ZREMRANGEBYRANK'),
    key,
    fc.constantFrom('0', '-2'),
    fc.constantFrom('1', '-2'),
  ),
  fc.tuple(fc.constant('ZREMRANGEBYSCORE'), key, score, score),
);
const lines = fc.array(line, { maxLength: 40 });

function replay(client: Talk, records: readonly (readonly string[])[]): void {
  for (const words of records) client.call(...words);
}

describe('any sequence of changes', () => {
  test('is brought about again by its records', () => {
    fc.assert(
      fc.property(lines, (lines) => {
        const { client, records } = recorded();
        for (const words of lines) client.call(...words);
        const again = startEngine().connect();
        replay(again, records);
        expect(everything(again)).toEqual(everything(client));
      }),
    );
  });

  test('ends the same when its records are run over a state in the midst of it, as those of a large value are', () => {
    fc.assert(
      fc.property(lines, lines, lines, (before, during, after) => {
        const { client, records } = recorded();
        for (const words of before) client.call(...words);
        records.length = 0; // here the rewrite begins
        for (const words of during) client.call(...words);
        const base = everything(client);
        for (const words of after) client.call(...words);
        const again = startEngine().connect();
        for (const dump of base) restore(again, dump);
        replay(again, records);
        expect(everything(again)).toEqual(everything(client));
      }),
    );
  });
});

/** From what `everything` says of a key. */
function restore(client: Talk, text: string): void {
  const [name = '', ...rest] = text.split(' ');
  const parts = rest
    .join(' ')
    .split('\r\n')
    .filter((_, i) => i > 0 && i % 2 === 0);
  for (let at = 0; at + 1 < parts.length; at += 2) {
    client.call('ZADD', name, parts[at + 1] as string, parts[at] as string);
  }
}

describe('a dump', () => {
  const run = (client: Talk, request: Args) => client.call(...request.strings());

  test('builds the set again, sixty-four members a request', () => {
    const { client, set } = recorded();
    for (let i = 0; i < 500; i++) client.say(`ZADD z ${i % 7}.1 m${i}`);
    client.say('ZADD z inf top -inf bottom');
    const requests = [...dumpSortedSet('z', set('z') as SortedSet)];
    expect(requests.map(({ count }) => count)).toEqual([...Array(7).fill(130), 2 + 2 * 54]);
    const again = startEngine().connect();
    for (const request of requests) run(again, request);
    expect(everything(again)).toEqual(everything(client));
  });

  test('of a set that changes meanwhile is made right by the records of the changes', () => {
    const change = fc.oneof(
      fc.tuple(
        fc.constant('ZADD'),
        fc.constant('z'),
        fc.integer().map(String),
        fc.nat(300).map((n) => `m${n}`),
      ),
      fc.tuple(
        fc.constant('ZREM'),
        fc.constant('z'),
        fc.nat(300).map((n) => `m${n}`),
      ),
      fc.tuple(fc.constantFrom('ZPOPMIN', 'ZPOPMAX'), fc.constant('z'), fc.constantFrom('1', '50')),
      fc.tuple(
        fc.constant('ZREMRANGEBYRANK'),
        fc.constant('z'),
        fc.nat(50).map(String),
        fc.nat(99).map(String),
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 8 }), (turns) => {
        const { client, records, set } = recorded();
        for (let i = 0; i < 250; i++) client.say(`ZADD z ${i % 100} m${i}`);
        records.length = 0;
        const again = startEngine().connect();
        const held = set('z') as SortedSet;
        const dump = dumpSortedSet('z', held);
        for (const turn of turns) {
          const { value } = dump.next();
          if (value !== undefined) run(again, value);
          for (const words of turn) client.call(...words);
        }
        for (const request of dump) run(again, request);
        replay(again, records);
        expect(everything(again)).toEqual(everything(client));
      }),
      { numRuns: 60 },
    );
  });
});
