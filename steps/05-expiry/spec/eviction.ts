// maxmemory: what is refused, what is evicted, what CONFIG, INFO and OBJECT say of it.

import { error, integerBetween, nil, ok, type WireContext, wire } from '@byor/spec';

const oom = error("OOM command not allowed when used memory > 'maxmemory'.");
const DEFAULTS = ['maxmemory', '0', 'maxmemory-policy', 'noeviction', 'maxmemory-samples', '5'];
const LFU_DEFAULTS = ['lfu-log-factor', '10', 'lfu-decay-time', '1'];
/** Each use counts one, and a minute that ends meanwhile takes none. */
const LFU_COUNTING = [
  'maxmemory-policy',
  'allkeys-lfu',
  'lfu-log-factor',
  '0',
  'lfu-decay-time',
  '0',
];

const failed = (name: string, why: string) =>
  error(`ERR CONFIG SET failed (possibly related to argument '${name}') - ${why}`);

/** Whatever the case changes is as before afterwards. */
function limited({ client, after }: WireContext, ...settings: string[]) {
  after(() => client.call('CONFIG', 'SET', ...DEFAULTS, ...LFU_DEFAULTS).expect(ok));
  return client.call('CONFIG', 'SET', ...settings).expect(ok);
}

async function evictedKeys({ client }: WireContext): Promise<number> {
  const info = String(await client.call('INFO', 'stats').value());
  return Number(/^evicted_keys:(\d+)\r$/m.exec(info)?.[1]);
}

export const cases = [
  wire('parameters', 'the parameters have Redis’s defaults', [
    ['CONFIG GET maxmemory-policy', ['maxmemory-policy', 'noeviction']],
    ['CONFIG GET maxmemory-samples', ['maxmemory-samples', '5']],
    ['CONFIG GET maxmemory-eviction-tenacity', ['maxmemory-eviction-tenacity', '10']],
    ['CONFIG GET lfu-log-factor', ['lfu-log-factor', '10']],
    ['CONFIG GET lfu-decay-time', ['lfu-decay-time', '1']],
  ]),

  wire('parameter-errors', 'what cannot be is refused in Redis’s words', [
    [
      'CONFIG SET maxmemory-policy lru',
      failed(
        'maxmemory-policy',
        'argument(s) must be one of the following: volatile-lru, volatile-lfu, volatile-random, ' +
          'volatile-ttl, allkeys-lru, allkeys-lfu, allkeys-random, noeviction',
      ),
    ],
    [
      'CONFIG SET maxmemory-samples 0',
      failed('maxmemory-samples', 'argument must be between 1 and 2147483647 inclusive'),
    ],
    [
      'CONFIG SET maxmemory-eviction-tenacity 101',
      failed('maxmemory-eviction-tenacity', 'argument must be between 0 and 100 inclusive'),
    ],
    ['CONFIG SET maxmemory 10%', failed('maxmemory', 'argument must be a memory value')],
  ]),

  wire(
    'refused',
    'where nothing may go, what takes memory is refused, the rest goes on',
    async (context) => {
      const { client } = context;
      await client.call('SET', 'k', 'v').expect(ok);
      await limited(context, 'maxmemory', '1');
      for (const command of ['SET l v', 'APPEND k v', 'INCR n', 'MSET a b', 'SETEX k 9 v']) {
        await client.call(...command.split(' ')).expect(oom);
      }
      await client.call('COPY', 'k', 'l').expect(oom);
      await client.call('GET', 'k').expect('v');
      await client.call('EXPIRE', 'k', 100).expect(1);
      await client.call('PERSIST', 'k').expect(1);
      await client.call('RENAME', 'k', 'l').expect(ok);
      await client.call('SET', 'l').expect(error(/^ERR wrong number of arguments/));
      await client.call('DEL', 'l').expect(1);
      await client.call('CONFIG', 'SET', 'maxmemory', '0').expect(ok);
      await client.call('SET', 'k', 'v').expect(ok);
    },
    { cause: 'the flag denyoom of a command says who is refused' },
  ),

  wire('volatile', 'a volatile policy spares keys that live for ever', async (context) => {
    const { client } = context;
    await client.call('SET', 'immortal', 'v').expect(ok);
    for (const key of ['a', 'b', 'c']) await client.call('SET', key, 'v', 'EX', 1000).expect(ok);
    await limited(context, 'maxmemory', '1', 'maxmemory-policy', 'volatile-ttl');
    await client.call('GET', 'a').expect(nil);
    await client.call('GET', 'immortal').expect('v');
    await client.call('DBSIZE').expect(1);
    await client.call('SET', 'k', 'v').expect(oom);
  }),

  wire('counted', 'evictions are counted', async (context) => {
    const { client } = context;
    const before = await evictedKeys(context);
    for (const key of ['a', 'b', 'c']) await client.call('SET', key, 'v').expect(ok);
    await limited(context, 'maxmemory', '1', 'maxmemory-policy', 'allkeys-random');
    await client.call('GET', 'a').expect(nil);
    const evicted = (await evictedKeys(context)) - before;
    if (evicted !== 3) throw new Error(`evicted_keys rose by ${evicted}, not by 3`);
  }),

  wire(
    'freq',
    'FREQ counts uses under an LFU policy; IDLETIME does not',
    async (context) => {
      const { client } = context;
      await limited(context, ...LFU_COUNTING);
      await client.call('SET', 'k', 'value').expect(ok);
      await client.call('OBJECT', 'FREQ', 'k').expect(5);
      await client.call('GET', 'k').expect('value');
      await client.call('EXPIRE', 'k', 1000).expect(1);
      await client.call('EXPIRE', 'k', 2000, 'NX').expect(0); // refused, and yet a use
      await client.call('OBJECT', 'FREQ', 'k').expect(8);
      await client.call('GETEX', 'k', 'EX', 3000).expect('value');
      await client.call('GETEX', 'k', 'PERSIST').expect('value');
      await client.call('PERSIST', 'k').expect(0);
      await client.call('TTL', 'k').expect(-1);
      await client.call('APPEND', 'k', '!').expect(6);
      await client.call('OBJECT', 'FREQ', 'k').expect(12);
      await client.call('SET', 'k', 'other').expect(ok);
      await client.call('RENAME', 'k', 'l').expect(ok);
      await client.call('OBJECT', 'FREQ', 'l').expect(14);
      await client.call('COPY', 'l', 'm').expect(1);
      await client.call('OBJECT', 'FREQ', 'm').expect(5);
      await client.call('OBJECT', 'FREQ', 'l').expect(15);
      await client.call('OBJECT', 'FREQ', 'missing').expect(nil);
      await client
        .call('OBJECT', 'IDLETIME', 'l')
        .expect(error(/^ERR An LFU maxmemory policy is selected, idle time not tracked\. /));
    },
    { cause: 'each command is one use: EXPIRE and PERSIST too, also when they change nothing' },
  ),

  wire(
    'freq-refused',
    'FREQ counts a use where a command asks and then writes nothing; a copy has no uses yet',
    async (context) => {
      const { client } = context;
      await limited(context, ...LFU_COUNTING);
      for (const key of ['k', 'l']) await client.call('SET', key, 'value').expect(ok);
      await client.call('SETNX', 'k', 'other').expect(0);
      await client.call('MSETNX', 'k', 'other', 'm', 'other').expect(0);
      await client.call('SET', 'k', 'other', 'NX').expect(nil);
      await client.call('OBJECT', 'FREQ', 'k').expect(8);
      await client.call('INCR', 'k').expect(error('ERR value is not an integer or out of range'));
      await client.call('RENAME', 'k', 'k').expect(ok);
      await client.call('RENAMENX', 'k', 'l').expect(0);
      await client.call('COPY', 'k', 'l').expect(0);
      await client.call('OBJECT', 'FREQ', 'k').expect(12);
      await client.call('OBJECT', 'FREQ', 'l').expect(7);
      await client.call('COPY', 'k', 'l', 'REPLACE').expect(1);
      await client.call('OBJECT', 'FREQ', 'l').expect(5);
      await client.call('SET', 'n', '1.5').expect(ok);
      await client.call('INCRBYFLOAT', 'n', '1').expect('2.5');
      await client.call('OBJECT', 'FREQ', 'n').expect(6);
      await client.call('INCRBYFLOAT', 'n', 'x').expect(error('ERR value is not a valid float'));
      await client
        .call('INCRBYFLOAT', 'n', 'inf')
        .expect(error('ERR increment would produce NaN or Infinity'));
      await client.call('OBJECT', 'FREQ', 'n').expect(8);
      await client.call('INCRBYFLOAT', 'k', '1').expect(error('ERR value is not a valid float'));
      await client.call('OBJECT', 'FREQ', 'k').expect(14);
    },
    { cause: 'to look whether a key is there is a use of it; a COPY that replaces deletes first' },
  ),

  wire('idletime', 'IDLETIME counts under the others; FREQ does not', async (context) => {
    const { client } = context;
    await limited(context, 'maxmemory-policy', 'volatile-lru');
    await client.call('SET', 'k', 'value').expect(ok);
    await client.call('OBJECT', 'IDLETIME', 'k').expect(integerBetween(0, 5));
    await client
      .call('OBJECT', 'FREQ', 'k')
      .expect(
        error(/^ERR An LFU maxmemory policy is not selected, access frequency not tracked\. /),
      );
  }),
];
