// The conformance suite: clients that talk. Each test holds on every transport.

import { expect, test } from 'vitest';
import { type Args, respond, type Session } from '../src/index.ts';
import { READ_SHARE_BYTES } from '../src/transport/transport.ts';
import { bulk, request, type TestClient } from './support/client.ts';
import { type Execute, start, until } from './support/start.ts';
import { onEachTransport } from './support/transports.ts';

/** BIG n answers with a bulk of n bytes that tells its own order; what else there is goes to `others`. */
function big(others: Execute = respond): Execute {
  return (args: Args, session: Session) => {
    if (args.at(0).is('BIG')) session.output.bulk(pattern(args.at(1).integer() ?? 0));
    else others(args, session);
  };
}

function pattern(length: number): string {
  return '0123456789abcdefghijklmnopqrstuvwxyz.'.repeat(Math.ceil(length / 37)).slice(0, length);
}

onEachTransport((name) => {
  test('answers a request that comes byte by byte', async () => {
    const client = await (await start(name)).connect();
    for (const byte of request('ECHO', 'one at a time')) {
      client.send(byte);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await client.exchange('', bulk('one at a time'));
  });

  test('answers 10,000 requests in one write, in order', async () => {
    const client = await (await start(name)).connect();
    const texts = Array.from({ length: 10_000 }, (_, i) => `message ${i}`);
    await client.exchange(
      texts.map((text) => request('ECHO', text)).join(''),
      texts.map(bulk).join(''),
    );
  });

  test('a part of a request waits for its rest while others are answered', async () => {
    const server = await start(name);
    const slow = await server.connect();
    const quick = await server.connect();
    const whole = request('ECHO', 'finally');
    slow.send(whole.slice(0, 17));
    for (let i = 0; i < 10; i++) await quick.exchange('PING\r\n', '+PONG\r\n');
    await slow.exchange(whole.slice(17), bulk('finally'));
  });

  test('a reply larger than any socket buffer arrives whole', async () => {
    const client = await (await start(name, { execute: big() })).connect();
    const length = 12 * 1024 * 1024 + 1;
    client.send(request('BIG', String(length)));
    const head = `$${length}\r\n`;
    const reply = await client.receive(head.length + length + 2);
    expect(reply.startsWith(head)).toBe(true);
    expect(reply.slice(head.length) === `${pattern(length)}\r\n`).toBe(true);
  });

  test('a request larger than any socket buffer is understood', async () => {
    const client = await (await start(name)).connect();
    const text = pattern(12 * 1024 * 1024 + 1);
    client.send(request('ECHO', text));
    const reply = await client.receive(bulk(text).length);
    expect(reply === bulk(text)).toBe(true);
  });

  test('20 MB of replies that have to wait for the client all arrive, in order', async () => {
    const server = await start(name, { execute: big() });
    const client = await server.connect();
    const other = await server.connect();
    client.pause();
    const lengths = Array.from({ length: 400 }, (_, i) => 50_000 + i);
    client.send(lengths.map((length) => request('BIG', String(length))).join(''));
    for (let i = 0; i < 50; i++) await other.exchange('PING\r\n', '+PONG\r\n');
    client.read();
    for (const length of lengths) {
      const expected = bulk(pattern(length));
      expect((await client.receive(expected.length)) === expected).toBe(true);
    }
  });

  test('one who never stops sending does not keep the next one waiting', async () => {
    let floods = 0;
    let floodsBefore: number | undefined;
    const server = await start(name, {
      execute: (args, session) => {
        if (args.at(0).is('FLOOD')) floods++;
        else floodsBefore = floods;
        session.output.ok();
      },
    });
    const flood = await server.connect();
    const other = await server.connect();
    await flood.exchange('FLOOD\r\n', '+OK\r\n');
    await other.exchange('PING\r\n', '+OK\r\n');
    const total = 1_000_000;
    flood.send('FLOOD\r\n'.repeat(total));
    await other.exchange('PING\r\n', '+OK\r\n');
    expect(floodsBefore).toBeLessThan(total);
    await flood.receive(5 * total);
  });

  test('a turn takes a bounded share from each client', async () => {
    let turnBytes = 0;
    let mostBytes = 0;
    const server = await start(name, {
      execute: (args, session) => {
        turnBytes += args.at(0).length;
        session.output.ok();
      },
    });
    server.transport.loop.beforeSleep('maintain', () => {
      mostBytes = Math.max(mostBytes, turnBytes);
      turnBytes = 0;
    });
    const flood = await server.connect();
    const total = 20_000;
    await flood.exchange(`${'x'.repeat(1000)}\r\n`.repeat(total), '+OK\r\n'.repeat(total));
    // Node holds one chunk more than was asked for, and what is left of a request belongs to the next turn.
    expect(mostBytes).toBeLessThan(3 * READ_SHARE_BYTES);
  });

  test('1,000 clients at once', async () => {
    const server = await start(name);
    const clients: TestClient[] = [];
    while (clients.length < 1000) {
      // No more at a time than the backlog holds: the kernel lets the others try again after a whole second.
      clients.push(...(await Promise.all(Array.from({ length: 250 }, () => server.connect()))));
      await until(() => server.transport.connections.size === clients.length);
    }
    await Promise.all(
      clients.map((client, i) => client.exchange(request('ECHO', `I am ${i}`), bulk(`I am ${i}`))),
    );
    await Promise.all(clients.map((client) => client.exchange('PING\r\n', '+PONG\r\n')));
  });

  test.each(['::1', 'localhost'])('listens on %s', async (host) => {
    const server = await start(name, { host }).catch((error) => {
      if (host === '::1' && error.code === 'EADDRNOTAVAIL') return undefined;
      throw error;
    });
    if (server === undefined) return; // a machine without IPv6
    const client = await server.connect();
    await client.exchange('PING\r\n', '+PONG\r\n');
    const connection = server.sessions[0]?.connection;
    const shown = server.host.includes(':') ? `[${server.host}]` : server.host;
    expect(connection?.localAddress).toBe(`${shown}:${server.port}`);
    expect(connection?.remoteAddress).toBe(`${shown}:${client.localPort}`);
  });

  test('an address that is taken is refused with EADDRINUSE', async () => {
    const { host, port, transport } = await start(name);
    await expect(
      transport.listen({ host, port }, () => {
        throw new Error('nobody comes');
      }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
