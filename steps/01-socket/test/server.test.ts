import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { parsePort } from '../src/index.ts';
import { dial, freePort, type Program, readAll, run } from './support.ts';

async function started(
  ...flags: string[]
): Promise<{ server: Program; port: number; ready: string }> {
  const server = run('src/main.ts', '--port', '0', ...flags);
  const ready = await server.printed(/^.*Ready to accept connections at \S+\n/m);
  return { server, ready, port: Number(/:(\d+)\n$/.exec(ready)?.[1]) };
}

/** Sends a word and waits until it has come back. */
async function roundTrip(socket: Socket, word: string): Promise<void> {
  socket.write(word);
  let got = '';
  while (got.length < word.length) got += (await once(socket, 'data'))[0];
  expect(got).toBe(word);
}

test('the ready line says where', async () => {
  const { ready, port } = await started();
  expect(ready).toBe(`01-socket: Ready to accept connections at 127.0.0.1:${port}\n`);
  await roundTrip(await dial(port), 'hello');
});

test('it listens where --bind says, names and IPv6 included', async () => {
  const { ready, port } = await started('--bind', '::1');
  expect(ready).toContain(`[::1]:${port}`);
  await roundTrip(await dial(port, '::1'), 'hello');
  const { ready: named } = await started('--bind', 'localhost');
  expect(named).toMatch(/at (127\.0\.0\.1|\[::1\]):\d+$/m);
});

test('a second client waits until the first has gone', async () => {
  const { port } = await started();
  const first = await dial(port);
  await roundTrip(first, 'I am being served');

  // The second one is connected, for the kernel completes connections without asking the server. It even sends.
  const second = await dial(port);
  let answer = '';
  second.on('data', (data) => {
    answer += data;
  });
  await new Promise((sent) => second.write('and I?', sent));

  // However often the server works for the first one, the second gets nothing.
  for (let turn = 0; turn < 100; turn++) await roundTrip(first, `turn ${turn}`);
  expect(answer).toBe('');

  first.end();
  await once(second, 'data');
  expect(answer).toBe('and I?');
});

test('a half-closed client hears everything, then the end', async () => {
  const { port } = await started();
  const client = await dial(port);
  const bytes = Buffer.alloc(3_000_000, 'half-closed ');
  client.end(bytes);
  expect((await readAll(client)).equals(bytes)).toBe(true);
});

test('clients that vanish are reported, and the next one is served', async () => {
  const { server, port } = await started();
  const idle = await dial(port);
  await roundTrip(idle, 'x');
  idle.resetAndDestroy();

  const deaf = await dial(port);
  deaf.write(Buffer.alloc(64_000_000)); // more than all buffers between us hold
  await once(deaf, 'data');
  deaf.pause();
  deaf.resetAndDestroy();

  await roundTrip(await dial(port), 'still here');
  server.kill('SIGTERM');
  const { errors } = await server.ended;
  expect(errors).toMatch(/^read .*ECONNRESET.*\n(read|write) .*(ECONNRESET|EPIPE).*\n$/);
});

describe('what can go wrong at the start is said in one line', () => {
  test('the port is taken', async () => {
    const { port } = await started();
    const { code, errors, output } = await run('src/main.ts', '--port', `${port}`).ended;
    expect(errors).toBe(
      `bind 127.0.0.1:${port}: EADDRINUSE (address already in use). ` +
        'Stop the server that has this port, or choose another: --port 0 takes a free one.\n',
    );
    expect({ code, output: `${output}` }).toEqual({ code: 1, output: '' });
  });

  test('a word that is no port', async () => {
    const { code, errors } = await run('src/main.ts', '--port', '6379x').ended;
    expect(errors).toContain("argument '6379x' is invalid. A port is a number from 0 to 65535.");
    expect(code).toBe(1);
    for (const text of ['', '-1', '1.5', '1e3', '65536', '0x10', ' 1']) {
      expect(() => parsePort(text)).toThrow('A port is a number from 0 to 65535.');
    }
    expect(['0', '6379', '65535'].map((text) => parsePort(text))).toEqual([0, 6379, 65535]);
  });

  test('an address of another machine', async () => {
    const { code, errors } = await run('src/main.ts', '--port', '0', '--bind', '192.0.2.1').ended;
    expect(errors).toBe('bind 192.0.2.1:0: EADDRNOTAVAIL (address not available)\n');
    expect(code).toBe(1);
  });

  test('a platform without these system calls', async () => {
    const { code, errors } = await run('test/programs/elsewhere.ts').ended;
    expect(errors).toMatch(
      /^This stage makes the system calls .*no tables for win32.* Stage 03 runs anywhere\.\n$/,
    );
    expect(code).toBe(1);
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it though it is blocked', async (signal) => {
  const inAccept = await started();
  inAccept.server.kill(signal);
  expect(await inAccept.server.ended).toMatchObject({ code: null, signal, errors: '' });

  const inRead = await started();
  const client = await dial(inRead.port);
  await roundTrip(client, 'x');
  inRead.server.kill(signal);
  expect(await inRead.server.ended).toMatchObject({ code: null, signal, errors: '' });
  expect(`${await readAll(client)}`).toBe(''); // the kernel closed it
});

test('a port that was in use a moment ago is free again for the next start', async () => {
  const port = await freePort();
  for (let start = 0; start < 2; start++) {
    const server = run('src/main.ts', '--port', `${port}`);
    await server.printed(/Ready to accept/);
    const client = await dial(port);
    await roundTrip(client, 'x');
    server.kill('SIGTERM'); // ends the connection from the server's side: TIME_WAIT is the server's
    await server.ended;
    await readAll(client);
    client.end();
  }
});
