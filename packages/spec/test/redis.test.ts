import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WireClient } from '../src/client.ts';
import { containing, nil, ok, pairs, status, unordered } from '../src/index.ts';
import { type RunningServer, startRedis } from '../src/server.ts';
import { requireTool } from '../src/tools.ts';

const redis = requireTool('redis-server');

describe.skipIf(redis.missing)('the client on redis-server', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.stop());

  async function connect(): Promise<WireClient> {
    const { host, port } = server;
    return WireClient.open({ host, port, timeoutMs: 2000, number: 1, transcript: [] });
  }

  test('calls, pipelines, both protocols, and the end of the connection', async () => {
    const client = await connect();
    await client.call('FLUSHALL').expect(ok);
    await client.call('SET', 'k', 'v').expect(ok);
    const replies = [client.call('GET', 'k').expect('v'), client.call('GET', 'none').expect(nil)];
    await Promise.all(replies);
    client.send('PING\r\n');
    await client.expectRaw('+PONG\r\n');
    await client.call('MSET', 'a', 1, 'b', 2).expect(ok);
    await client.call('KEYS', '*').expect(unordered(['k', 'b', 'a']));
    await client.call('HELLO', 3).reply();
    await client.call('CONFIG', 'GET', 'port').expect(pairs([['port', String(server.port)]]));
    await client.call('INFO', 'server').expect(containing('redis_version'));
    await client.call('QUIT').expect(status('OK'));
    await client.expectClosed();
  });

  test('a wrong reply names the byte', async () => {
    const client = await connect();
    await client.call('SET', 'k', 'value').expect(ok);
    await expect(client.call('GET', 'k').expect('vaLue')).rejects.toMatchObject({
      mismatch: { offset: 6 },
      command: 'GET k',
    });
    client.close();
  });
});
