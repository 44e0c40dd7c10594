// The server as a process. What it says on the wire is in spec/; here is how it starts, ends, and makes a second client wait.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { LAUNCH } from '@byor/launch';
import { type RunningServer, startStage } from '@byor/spec';
import { afterEach, expect, test } from 'vitest';
import { Client } from '../src/index.ts';

const servers: RunningServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function start(): Promise<RunningServer> {
  const server = await startStage('02');
  servers.push(server);
  return server;
}

/** Runs the server's program to its end. */
function run(...flags: string[]): Promise<{ code: number | null; stderr: string }> {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const child = spawn(process.execPath, [LAUNCH, 'src/main.ts', ...flags], { cwd });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr })));
}

test('the second client waits until the first has gone: the pain that stage 03 heals', async () => {
  const { port } = await start();
  const first = await Client.connect({ port });
  expect(await first.call('PING')).toBe('PONG');
  const second = await Client.connect({ port });
  let answered = false;
  const waiting = second.call('ECHO', 'second').finally(() => {
    answered = true;
  });
  for (let i = 0; i < 50; i++) expect(await first.call('ECHO', i)).toBe(`${i}`);
  expect(answered).toBe(false);
  first.close();
  expect(await waiting).toBe('second');
  second.close();
});

test('a client that vanishes in the middle of a request is no harm to the next', async () => {
  const { port } = await start();
  const first = net.connect({ port, host: '127.0.0.1' });
  first.write('PING\r\n*2\r\n$4\r\nEC');
  await once(first, 'data');
  first.resetAndDestroy();
  const second = await Client.connect({ port });
  expect(await second.call('PING')).toBe('PONG');
  second.close();
});

test('connections are numbered, and HELLO says which one it is', async () => {
  const { port } = await start();
  const ids: unknown[] = [];
  for (let i = 0; i < 2; i++) {
    const client = await Client.connect({ port, protocol: 3 });
    ids.push(((await client.call('HELLO')) as Map<string, unknown>).get('id'));
    await client.end();
  }
  expect(ids[1]).toBeGreaterThan(ids[0] as number);
});

test('a port that is taken is said in one line that tells what to do', async () => {
  const { port } = await start();
  const { code, stderr } = await run('--port', String(port));
  expect(code).toBe(1);
  expect(stderr).toMatch(/^bind 127\.0\.0\.1:\d+: EADDRINUSE .*--port 0 takes a free one\.\n$/);
});

test('a port that is none is refused', async () => {
  const { code, stderr } = await run('--port', '70000');
  expect(code).toBe(1);
  expect(stderr).toContain('0 to 65535');
});
