import { once } from 'node:events';
import type { Socket } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { parsePort } from '../src/index.ts';
import { dial, type Program, readAll, run } from './support.ts';

interface Started {
  readonly server: Program;
  readonly ready: string;
  readonly port: number;
}

async function started(...flags: string[]): Promise<Started> {
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

describe('a running server', () => {
  let port: number;
  let ready: string;
  beforeAll(async () => {
    ({ port, ready } = await started());
  });

  test('has said where it listens', async () => {
    expect(ready).toBe(`01-socket: Ready to accept connections at 127.0.0.1:${port}\n`);
    await roundTrip(await dial(port), 'hello');
  });

  test('lets a second client wait until the first has gone', async () => {
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
    while (answer === '') await once(second, 'data');
    expect(answer).toBe('and I?');
  });

  test('answers a half-closed client to the end, then ends too', async () => {
    const client = await dial(port);
    const bytes = Buffer.alloc(3_000_000, 'half-closed ');
    client.end(bytes);
    expect((await readAll(client)).equals(bytes)).toBe(true);
  });

  test('has its port: a second server says so in one line, and what to do', async () => {
    const { code, errors, output } = await run('src/main.ts', '--port', `${port}`).ended;
    expect(errors).toBe(
      `bind 127.0.0.1:${port}: EADDRINUSE (address already in use). ` +
        'Stop the server that has this port, or choose another: --port 0 takes a free one.\n',
    );
    expect({ code, output: `${output}` }).toEqual({ code: 1, output: '' });
  });
});

test('a server outlives clients that vanish, and reports them', async () => {
  const { server, port } = await started();
  const idle = await dial(port);
  await roundTrip(idle, 'x');
  idle.resetAndDestroy();

  const deaf = await dial(port);
  deaf.write(Buffer.alloc(64_000_000)); // more than all buffers between us hold
  await once(deaf, 'data');
  deaf.pause();
  deaf.resetAndDestroy();

  // Whoever is served next comes after both reports. What it printed is whole only once it has ended.
  await roundTrip(await dial(port), 'still here');
  server.kill('SIGTERM');
  const { errors } = await server.ended;
  expect(errors, 'standard error').toMatch(
    /^read .*ECONNRESET.*\n(read|write) .*(ECONNRESET|EPIPE).*\n$/,
  );
});

test('a word that is no port is refused', async () => {
  const { code, errors } = await run('src/main.ts', '--port', '6379x').ended;
  expect(errors).toContain("argument '6379x' is invalid. A port is a number from 0 to 65535.");
  expect(code).toBe(1);
  for (const text of ['', '-1', '1.5', '1e3', '65536', '0x10', ' 1']) {
    expect(() => parsePort(text)).toThrow('A port is a number from 0 to 65535.');
  }
  expect(['0', '6379', '65535'].map((text) => parsePort(text))).toEqual([0, 6379, 65535]);
});

test('without these system calls it says where to go instead', async () => {
  const { code, errors } = await run('test/programs/elsewhere.ts').ended;
  expect(errors).toMatch(
    /^This stage makes the system calls .*no tables for win32.* Stage 03 runs anywhere\.\n$/,
  );
  expect(code).toBe(1);
});

test('SIGINT ends it while it waits in accept', async () => {
  const { server } = await started('--bind', 'localhost');
  server.kill('SIGINT');
  expect(await server.ended).toMatchObject({ code: null, signal: 'SIGINT', errors: '' });
});

test('SIGTERM ends it while it waits in read, and the kernel closes the connection', async () => {
  const { server, port, ready } = await started('--bind', '::1');
  expect(ready).toContain(` [::1]:${port}\n`);
  const client = await dial(port, '::1');
  await roundTrip(client, 'x');
  server.kill('SIGTERM');
  expect(await server.ended).toMatchObject({ code: null, signal: 'SIGTERM', errors: '' });
  expect(`${await readAll(client)}`).toBe('');
});
