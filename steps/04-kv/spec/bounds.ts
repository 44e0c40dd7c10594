// What one client may take: places, bytes of a request, bytes of replies that it does not read. And who is no client at all.

import { error, integer, nil, ok, status, type WireContext, wire } from '@byor/spec';

const failed = (name: string, why: string) =>
  error(`ERR CONFIG SET failed (possibly related to argument '${name}') - ${why}`);

/** Sets a parameter for the time of the case. */
async function parameter(context: WireContext, name: string, value: string, usual: string) {
  const admin = await context.connect();
  await admin.call('CONFIG', 'SET', name, value).expect(ok);
  context.after(() => admin.call('CONFIG', 'SET', name, usual).expect(ok));
}

export const cases = [
  wire('maxclients', 'one client too many is told so and closed', async (context) => {
    const { client, connect } = context;
    await parameter(context, 'maxclients', '1', '10000');
    const late = await connect();
    await late.expectRaw('-ERR max number of clients reached\r\n');
    await late.expectClosed();
    await client.call('PING').expect(status('PONG')); // who is there stays
  }),

  wire(
    'long-request',
    'who sends more than client-query-buffer-limit is cut off without a word',
    async (context) => {
      await parameter(context, 'client-query-buffer-limit', '1mb', '1gb');
      const { client } = context;
      client.send('*2\r\n$4\r\nECHO\r\n$3000000\r\n');
      for (let i = 0; i < 20; i++) client.send('x'.repeat(100_000));
      await client.expectClosed();
    },
    { cause: 'a request that never ends must not fill the memory' },
  ),

  wire(
    'long-reply',
    'who leaves more than client-output-buffer-limit unread is cut off',
    async (context) => {
      const { client, connect } = context;
      await parameter(context, 'client-output-buffer-limit', 'normal 1mb 0 0', 'normal 0 0 0');
      await client.call('SETRANGE', 'short', 900_000, 'x').expect(900_001);
      await client.call('SETRANGE', 'long', 2_000_000, 'x').expect(2_000_001);
      const other = await connect();
      const value = String(await other.call('GET', 'short').value());
      if (value.length !== 900_001) throw new Error(`${value.length} bytes`);
      other.call('GET', 'long').unread();
      await other.expectClosed();
      await client.call('STRLEN', 'long').expect(integer);
    },
  ),

  wire('output-limits', 'a limit names a class: normal, replica, pubsub', async (context) => {
    const { client } = context;
    const name = 'client-output-buffer-limit';
    const usual = 'normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60';
    const set = (text: string) => client.call('CONFIG', 'SET', name, text);
    await client.call('CONFIG', 'GET', name).expect([name, usual]);
    context.after(() => set(usual).expect(ok));
    await set('Replica 1mb 2kb 3').expect(ok);
    await set('pubsub 0 0 0 normal 5gb 0 0').expect(ok);
    await client
      .call('CONFIG', 'GET', name)
      .expect([name, 'normal 5368709120 0 0 slave 1048576 2048 3 pubsub 0 0 0']);
    await set('').expect(ok);
    await set('normal 1 1').expect(
      failed(name, 'Wrong number of arguments in buffer limit configuration.'),
    );
    await set('master 1 1 1').expect(
      failed(name, 'Invalid client class specified in buffer limit configuration.'),
    );
    for (const wrong of ['normal x 1 1', 'normal 1 x 1', 'normal 1 1 -1']) {
      await set(wrong).expect(
        failed(name, 'Error in hard, soft or soft_seconds setting in buffer limit configuration.'),
      );
    }
  }),

  wire('parameters', 'bounds have Redis’s defaults and limits', [
    ['CONFIG GET tcp-keepalive', ['tcp-keepalive', '300']],
    [
      'CONFIG SET tcp-keepalive -1',
      failed('tcp-keepalive', 'argument must be between 0 and 2147483647 inclusive'),
    ],
    ['CONFIG GET timeout', ['timeout', '0']],
    [
      'CONFIG SET timeout 2147483648',
      failed('timeout', 'argument must be between 0 and 2147483647 inclusive'),
    ],
    ['CONFIG GET client-query-buffer-limit', ['client-query-buffer-limit', '1073741824']],
    [
      'CONFIG SET client-query-buffer-limit 1',
      failed(
        'client-query-buffer-limit',
        'argument must be between 1048576 and 9223372036854775807 inclusive',
      ),
    ],
    [
      'CONFIG SET proto-max-bulk-len 1mib',
      failed('proto-max-bulk-len', 'argument must be a memory value'),
    ],
    ['CONFIG GET protected-mode', ['protected-mode', 'yes']],
    ['CONFIG SET protected-mode maybe', failed('protected-mode', "argument must be 'yes' or 'no'")],
    [
      'CONFIG SET acl-pubsub-default foo',
      failed(
        'acl-pubsub-default',
        'argument(s) must be one of the following: allchannels, resetchannels',
      ),
    ],
  ]),

  wire(
    'http',
    'a client that speaks HTTP is cut off, and what it asks after that is not run',
    async ({ client, connect }) => {
      for (const request of [
        'POST / HTTP/1.1\r\nHost: localhost\r\n\r\nSET k v\r\n',
        'SET first v\r\nhost: localhost\r\nSET k v\r\n',
        '*1\r\n$4\r\npoSt\r\nSET k v\r\n',
      ]) {
        const page = await connect();
        page.send(request);
        await page.expectClosed();
      }
      await client.call('GET', 'k').expect(nil);
      await client.call('GET', 'first').expect('v');
    },
    { cause: 'a web page can make a browser send this to a server on the same machine' },
  ),
];
