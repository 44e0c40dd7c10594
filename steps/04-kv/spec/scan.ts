// SCAN, KEYS, RANDOMKEY.

import { either, error, nil, ok, unordered, type WireContext, wire } from '@byor/spec';

type Client = WireContext['client'];

/** Every key that a whole SCAN answers, however often. */
async function scanAll(client: Client, ...options: (string | number)[]): Promise<string[]> {
  const found: string[] = [];
  let cursor = '0';
  do {
    const [next, keys] = (await client.call('SCAN', cursor, ...options).value()) as [
      string,
      string[],
    ];
    found.push(...keys);
    cursor = next;
  } while (cursor !== '0');
  return found;
}

async function fill(client: Client, count: number): Promise<string[]> {
  const keys = Array.from({ length: count }, (_, at) => `key:${at}`);
  await client.call('MSET', ...keys.flatMap((key) => [key, 'v'])).expect(ok);
  return keys.sort();
}

function expectSame(actual: Iterable<string>, expected: readonly string[]): void {
  const sorted = [...new Set(actual)].sort();
  if (sorted.join() !== expected.join()) {
    throw new Error(`SCAN answered ${sorted.length} different keys, not the ${expected.length}`);
  }
}

export const cases = [
  wire('keys', 'KEYS answers the names that match a pattern', [
    ['MSET hello 1 hallo 2 hxllo 3 heello 4 "h*llo" 5', ok],
    ['KEYS *', unordered(['hello', 'hallo', 'hxllo', 'heello', 'h*llo'])],
    ['KEYS h*llo', unordered(['hello', 'hallo', 'hxllo', 'heello', 'h*llo'])],
    ['KEYS h?llo', unordered(['hello', 'hallo', 'hxllo', 'h*llo'])],
    ['KEYS h[ae]llo', unordered(['hello', 'hallo'])],
    ['KEYS h[^e]llo', unordered(['hallo', 'hxllo', 'h*llo'])],
    ['KEYS h[a-e]llo', unordered(['hello', 'hallo'])],
    ['KEYS h\\*llo', ['h*llo']],
    ['KEYS HELLO', []],
  ]),

  wire(
    'glob-hard',
    'a pattern of many stars answers at once',
    async ({ client }) => {
      await client.call('SET', 'a'.repeat(100), 1).expect(ok);
      await client.call('KEYS', `${'*a'.repeat(20)}*b`).expect([]);
    },
    { cause: 'a matcher that tries every way through the stars takes exponential time' },
  ),

  wire('scan-complete', 'SCAN from 0 to 0 answers every key', async ({ client }) => {
    const keys = await fill(client, 1000);
    expectSame(await scanAll(client), keys);
    expectSame(await scanAll(client, 'COUNT', 1), keys);
    expectSame(await scanAll(client, 'COUNT', 5000), keys);
  }),

  wire(
    'scan-while-growing',
    'SCAN answers every key that was there from beginning to end, though the table grows meanwhile',
    async ({ client }) => {
      const keys = await fill(client, 100);
      const found = new Set<string>();
      let cursor = '0';
      let added = 0;
      do {
        const [next, some] = (await client.call('SCAN', cursor).value()) as [string, string[]];
        for (const key of some) if (key.startsWith('key:')) found.add(key);
        const more = Array.from({ length: 5 }, () => [`new:${added++}`, 'v']);
        await client.call('MSET', ...more.flat()).expect(ok);
        cursor = next;
      } while (cursor !== '0');
      expectSame(found, keys);
    },
    { cause: 'a cursor that counts upwards skips buckets when the table is resized' },
  ),

  wire('scan-filters', 'MATCH and TYPE leave out what does not fit', async ({ client }) => {
    await fill(client, 200);
    expectSame(await scanAll(client, 'MATCH', 'key:1??'), hundreds());
    expectSame(await scanAll(client, 'TYPE', 'STRING', 'MATCH', 'key:1??'), hundreds());
    expectSame(await scanAll(client, 'TYPE', 'zset'), []);
  }),

  wire('scan-errors', 'SCAN refuses what is no cursor and no option', [
    ['SCAN x', error('ERR invalid cursor')],
    ['SCAN " 0"', error('ERR invalid cursor')],
    ['SCAN 18446744073709551616', error('ERR invalid cursor')],
    ['SCAN 18446744073709551615', ['0', []]],
    ['SCAN 0 COUNT 0', error('ERR syntax error')],
    ['SCAN 0 COUNT x', error('ERR value is not an integer or out of range')],
    ['SCAN 0 MATCH', error('ERR syntax error')],
    ['SCAN 0 FOO 1', error('ERR syntax error')],
  ]),

  wire('randomkey', 'RANDOMKEY answers a key, or nil when there is none', [
    ['RANDOMKEY', nil],
    ['MSET a 1 b 2', ok],
    ['RANDOMKEY', either('a', 'b')],
  ]),
];

function hundreds(): string[] {
  return Array.from({ length: 100 }, (_, at) => `key:${100 + at}`);
}
