// The program as a user meets it: what it prints, how it ends, and how it fails.

import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { chooseTransport, Server, type ServerOptions, whyNot } from '../src/index.ts';
import { CoalescingPoller } from '../src/loop/coalescing-poller.ts';
import type { DescriptorTransport } from '../src/transport/descriptor-transport.ts';
import { TestClient } from './support/client.ts';
import { Launched, MAIN } from './support/launch.ts';
import { start } from './support/start.ts';
import { onEachTransport } from './support/transports.ts';

const STARVED = fileURLToPath(new URL('support/starved.ts', import.meta.url));

async function connect(address: { host: string; port: number }): Promise<TestClient> {
  const client = await TestClient.connect(address.host, address.port);
  onTestFinished(() => client.destroy());
  return client;
}

onEachTransport((name) => {
  test('SIGTERM ends it cleanly while clients talk', async () => {
    const server = new Launched(MAIN, ['--port', '0', '--transport', name]);
    const client = await connect(await server.ready());
    await client.exchange('PING\r\n', '+PONG\r\n');
    client.send('PING\r\n'.repeat(100_000));
    await client.receive(7);
    expect(await server.ended('SIGTERM')).toBe(0);
    expect(server.stdout).toMatch(
      new RegExp(`^03-event-loop \\(${name}\\): Ready to accept connections at 127.0.0.1:\\d+\\n$`),
    );
    expect(server.stderr).toBe('');
  });

  test('out of descriptors it serves those who are there, does not spin, and takes new ones when it can', async () => {
    const server = new Launched(STARVED, [name]);
    const address = await server.ready();
    const first = await connect(address);
    await first.exchange('PING\r\n', '+PONG\r\n');
    const crowd = await Promise.all(Array.from({ length: 60 }, () => connect(address)));
    await first.exchange('PING\r\n', '+PONG\r\n');
    const busyTurns = Number((await server.printed(/busy turns: (\d+)/))[1]);
    expect(busyTurns).toBeLessThan(1000);
    await first.exchange('PING\r\n', '+PONG\r\n');
    await Promise.all(crowd.map((client) => client.destroy()));
    await server.printed(/room again/); // before, Node accepts and closes who comes
    const last = await connect(address);
    await last.exchange('PING\r\n', '+PONG\r\n');
    expect(await server.ended('SIGTERM')).toBe(0);
  });
});

test('SIGINT (Ctrl-C) ends it while nothing happens', async () => {
  const server = new Launched(MAIN, ['--port', '0']);
  await server.ready();
  expect(await server.ended('SIGINT')).toBe(0);
});

test('a port that is taken: one line that says what to do, and exit code 1', async () => {
  const { port } = await start('node');
  const server = new Launched(MAIN, ['--port', String(port)]);
  expect(await server.ended()).toBe(1);
  expect(server.stderr).toBe(
    `127.0.0.1:${port} is in use already, perhaps by another server. Stop that one, or choose another port: --port ${port + 1}, or --port 0 for any that is free.\n`,
  );
  expect(server.stdout).toBe('');
});

test.each([
  [['--transport', 'carrier-pigeon'], /Allowed choices are epoll, poll, node/],
  [['--port', '65536'], /A port is a number from 0 to 65535/],
  [['--coalesce', 'maybe'], /Allowed choices are yes, no/],
  [['--bind', '192.0.2.1', '--port', '0'], /This machine has no address 192\.0\.2\.1/],
])('%j is refused with a reason', async (flags, reason) => {
  const server = new Launched(MAIN, flags);
  expect(await server.ended()).toBe(1);
  expect(server.stderr).toMatch(reason);
});

test('--help names every flag', async () => {
  const server = new Launched(MAIN, ['--help']);
  expect(await server.ended()).toBe(0);
  for (const flag of ['--port', '--bind', '--transport', '--coalesce']) {
    expect(server.stdout).toContain(flag);
  }
});

test('chooses by itself a transport that runs here, and refuses a name it does not know', () => {
  const transport = chooseTransport();
  onTestFinished(() => transport.close());
  const expected = { linux: 'epoll', darwin: 'poll' }[process.platform as string] ?? 'node';
  expect(transport.name).toBe(expected);
  expect(() => chooseTransport('carrier-pigeon')).toThrow('choose epoll, poll, node');
});

test.skipIf(whyNot('poll'))('a crowd is waited for, unless --coalesce no is given', () => {
  const pollerOf = (coalesce?: 'yes' | 'no') => {
    const server = new Server('a server', {
      port: 0,
      bind: '127.0.0.1',
      ...(coalesce && { coalesce }),
    } satisfies ServerOptions);
    onTestFinished(() => server.transport.close());
    return (server.transport as DescriptorTransport).loop.poller;
  };
  expect(pollerOf()).toBeInstanceOf(CoalescingPoller);
  expect(pollerOf('yes')).toBeInstanceOf(CoalescingPoller);
  expect(pollerOf('no')).not.toBeInstanceOf(CoalescingPoller);
});
