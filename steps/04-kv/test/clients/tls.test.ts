// TLS with the programs that people use: redis-cli, ioredis, node-redis, as on redis-server.

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { type Certificate, freePort, makeCertificate, type RunningServer } from '@byor/spec';
import { requireTool } from '@byor/spec/vitest';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { servers } from './servers.ts';

const openssl = requireTool('openssl');
const cli = requireTool('redis-cli');
const run = promisify(execFile);

describe.skipIf(openssl.missing).each(servers)('over TLS on $name', ({ name, missing, start }) => {
  describe.skipIf(missing)('as in plain text', () => {
    let certificate: Certificate;
    let server: RunningServer;
    let port: number;

    beforeAll(async () => {
      certificate = makeCertificate();
      port = await freePort();
      const { cert, key } = certificate;
      // Port 0 beside TLS means no plain text, on redis-server too; the helper of redis-server has chosen one already.
      const plain = name === 'redis-server' ? [] : ['--port', String(await freePort())];
      server = await start([
        ...plain,
        ...['--tls-port', String(port), '--tls-cert-file', cert, '--tls-key-file', key],
        ...['--tls-ca-cert-file', cert, '--tls-auth-clients', 'optional'],
      ]);
    });
    afterAll(async () => {
      await server?.stop();
      certificate?.remove();
    });

    test.skipIf(cli.missing)('redis-cli --tls', async () => {
      const at = ['-h', '127.0.0.1', '-p', String(port), '--tls', '--cacert', certificate.cert];
      const ask = async (...args: string[]) =>
        (await run(cli.path ?? '', [...at, ...args])).stdout.trim();
      expect(await ask('SET', 'greeting', 'hello')).toBe('OK');
      expect(await ask('GET', 'greeting')).toBe('hello');
      const own = ['--cert', certificate.cert, '--key', certificate.key];
      expect(await ask(...own, 'PING')).toBe('PONG');
      expect(await ask('CONFIG', 'GET', 'tls-port')).toBe(`tls-port\n${port}`);
      const stranger = run(cli.path ?? '', ['-p', String(port), '--tls', 'PING']);
      await expect(stranger).rejects.toThrow(/certificate verify failed/);
    });

    test('ioredis', async () => {
      const tls = { ca: readFileSync(certificate.cert) };
      const client = new Redis({ host: '127.0.0.1', port, tls, lazyConnect: true });
      await client.connect();
      const pipeline = client.pipeline();
      for (let i = 0; i < 5000; i++) pipeline.incr('n');
      expect((await pipeline.exec())?.at(-1)).toEqual([null, 5000]);
      const big = 'x'.repeat(3_000_000);
      await client.set('big', big);
      expect((await client.get('big')) === big).toBe(true);
      client.disconnect();
    });

    test('node-redis', async () => {
      const socket = { host: '127.0.0.1', port, tls: true, ca: readFileSync(certificate.cert) };
      const client = await createClient({ socket: { ...socket, tls: true } }).connect();
      expect(await client.set('k', 'v')).toBe('OK');
      expect(await client.get('k')).toBe('v');
      await client.close();
    });

    test('plain text still has its own port, and the same keys', async () => {
      const client = new Redis({ host: server.host, port: server.port, lazyConnect: true });
      await client.connect();
      await client.set('shared', 'yes');
      const secure = new Redis({
        host: '127.0.0.1',
        port,
        tls: { ca: readFileSync(certificate.cert) },
      });
      expect(await secure.get('shared')).toBe('yes');
      client.disconnect();
      secure.disconnect();
    });
  });
});
