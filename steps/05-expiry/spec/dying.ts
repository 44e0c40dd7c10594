// Past its deadline a key does not exist, for any command, whether it is still in memory or not.

import {
  error,
  integerBetween,
  matching,
  nil,
  ok,
  status,
  type WireContext,
  wire,
} from '@byor/spec';

/** How long we look for what must happen soon. */
const PATIENCE_MS = 15_000;
const LOOK_AGAIN_MS = 20;

const dead = ['SET dead v PXAT 1', ok] as const;

/** What has died stays in memory until somebody asks for it. */
async function onlyLazily({ client, after }: WireContext): Promise<void> {
  after(() => client.call('DEBUG', 'SET-ACTIVE-EXPIRE', 1).expect(ok));
  await client.call('DEBUG', 'SET-ACTIVE-EXPIRE', 0).expect(ok);
}

export const cases = [
  wire(
    'unseen',
    'no command sees a dead key',
    [
      ...['GET dead', 'GETDEL dead', 'GETEX dead', 'OBJECT ENCODING dead'].flatMap(
        (command) => [dead, [command, nil]] as const,
      ),
      ...[
        'EXISTS dead',
        'DEL dead',
        'UNLINK dead',
        'TOUCH dead',
        'STRLEN dead',
        'PERSIST dead',
      ].flatMap((command) => [dead, [command, 0]] as const),
      ...['EXPIRE dead 100', 'COPY dead k', 'MOVE dead 1'].flatMap(
        (command) => [dead, [command, 0]] as const,
      ),
      dead,
      ['TTL dead', -2],
      dead,
      ['TYPE dead', status('none')],
      dead,
      ['RENAME dead k', error('ERR no such key')],
      dead,
      ['MGET dead', [nil]],
      dead,
      ['SET dead v XX', nil],
      dead,
      ['KEYS *', []],
      dead,
      ['SCAN 0 COUNT 1000', ['0', []]],
      dead,
      ['RANDOMKEY', nil],
    ],
    { cause: 'a command looked into the table without asking whether the key has died' },
  ),

  wire(
    'reborn',
    'what is written under the name of a dead key begins anew',
    [
      dead,
      ['APPEND dead x', 1],
      ['TTL dead', -1],
      dead,
      ['INCR dead', 1],
      dead,
      ['SETRANGE dead 0 y', 1],
      dead,
      ['SETNX dead z', 1],
      dead,
      ['SET dead w NX GET', nil],
      dead,
      ['SET dead v KEEPTTL', ok],
      ['TTL dead', -1],
      ['SET k v', ok],
      dead,
      ['RENAMENX k dead', 1],
      ['TTL dead', -1],
      dead,
      ['SET k v', ok],
      ['COPY k dead', 1],
      ['TTL dead', -1],
    ],
    { cause: 'the deadline of the dead key went on under the new value' },
  ),

  wire(
    'lazily',
    'with the active cycle off, a key goes when somebody asks for it',
    async (context) => {
      await onlyLazily(context);
      const { client } = context;
      await client.call('SET', 'dead', 'v', 'PXAT', 1).expect(ok);
      await client.call('DBSIZE').expect(1);
      await client.call('KEYS', '*').expect([]);
      await client.call('DBSIZE').expect(1);
      await client.call('GET', 'dead').expect(nil);
      await client.call('DBSIZE').expect(0);
      await client.call('SET', 'dead', 'v', 'PXAT', 1).expect(ok);
      await client.call('SCAN', 0).expect(['0', []]);
      await client.call('DBSIZE').expect(0);
    },
  ),

  wire(
    'actively',
    'keys that nobody asks for go too',
    async ({ client }) => {
      for (let n = 0; n < 100; n++) client.call('SET', `k${n}`, 'v', 'PX', 1).expect(ok);
      await client.call('SET', 'stays', 'v', 'PX', 1_000_000).expect(ok);
      await until(async () => (await client.call('DBSIZE').value()) === 1);
      await client.call('GET', 'stays').expect('v');
    },
    { timeoutMs: PATIENCE_MS, cause: 'keys are only removed when somebody asks for them' },
  ),

  wire('in-time', 'a key lives until its time has come, and then no longer', async ({ client }) => {
    await client.call('SET', 'k', 'v', 'PX', 50).expect(ok);
    await until(async () => (await client.call('GET', 'k').value()) === null);
    await client.call('TTL', 'k').expect(-2);
  }),

  wire('info', 'INFO tells how many keys will die, and how many have', async (context) => {
    await onlyLazily(context);
    const { client } = context;
    await client.call('CONFIG', 'RESETSTAT').expect(ok);
    await client.call('SET', 'a', 'v').expect(ok);
    await client.call('SET', 'b', 'v', 'EX', 1000).expect(ok);
    await client.call('SET', 'c', 'v', 'PXAT', 1).expect(ok);
    await client.call('INFO', 'keyspace').expect(matching(/^db0:keys=3,expires=2,avg_ttl=\d+\r$/m));
    await client.call('GET', 'c').expect(nil);
    await client.call('INFO', 'keyspace').expect(matching(/^db0:keys=2,expires=1,avg_ttl=\d+\r$/m));
    await client.call('INFO', 'stats').expect(matching(/^expired_keys:1\r$/m));
    await client.call('CONFIG', 'RESETSTAT').expect(ok);
    await client.call('INFO', 'stats').expect(matching(/^expired_keys:0\r$/m));
  }),

  wire('set-active-expire', 'DEBUG SET-ACTIVE-EXPIRE takes one number', [
    ['DEBUG SET-ACTIVE-EXPIRE 0', ok],
    ['DEBUG SET-ACTIVE-EXPIRE 1', ok],
    [
      'DEBUG SET-ACTIVE-EXPIRE',
      error(
        "ERR unknown subcommand or wrong number of arguments for 'SET-ACTIVE-EXPIRE'. Try DEBUG HELP.",
      ),
    ],
  ]),

  wire('flushed', 'FLUSHALL takes the deadlines along', async ({ client }) => {
    await client.call('SET', 'k', 'v', 'EX', 1000).expect(ok);
    await client.call('FLUSHALL').expect(ok);
    await client.call('SET', 'k', 'v').expect(ok);
    await client.call('INFO', 'keyspace').expect(matching(/^db0:keys=1,expires=0,avg_ttl=0\r$/m));
    await client.call('DBSIZE').expect(integerBetween(1, 1));
  }),
];

/** Looks again and again until `holds` is true, or patience ends. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > giveUpAt) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}
