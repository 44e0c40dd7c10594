// The conformance suite, second half: bounds, order, and every way in which a conversation ends.
import { expect, onTestFinished, test } from 'vitest';
import { chooseTransport, OUTPUT_HIGH_WATER, respond, Session } from '../src/index.ts';
import { bulk, request, TestClient } from './support/client.ts';
import { openDescriptors, start, until } from './support/start.ts';
import { onEachTransport } from './support/transports.ts';

/** A session that tells when the transport has called closed(), and how often. */
class WatchedSession extends Session {
  closings = 0;

  constructor() {
    super(respond);
  }

  override closed(): void {
    this.closings++;
  }
}

const watched = { open: () => new WatchedSession() };

onEachTransport((name) => {
  test('a client that does not read stops being read, and holds bounded memory', async () => {
    let echoes = 0;
    const server = await start(name, {
      execute: (args, session) => {
        if (args.at(0).is('ECHO')) echoes++;
        respond(args, session);
      },
    });
    const deaf = await server.connect();
    const other = await server.connect();
    let mostHeld = 0;
    server.transport.loop.beforeSleep('flush', () => {
      const { input, output } = server.sessions[0] as Session;
      mostHeld = Math.max(mostHeld, input.buffer.length + output.buffer.length);
    });
    deaf.pause();
    const text = 'x'.repeat(16 * 1024);
    const total = 4096;
    deaf.send(request('ECHO', text).repeat(total));
    for (let before = -1; before !== echoes; ) {
      before = echoes;
      for (let i = 0; i < 20; i++) await other.exchange('PING\r\n', '+PONG\r\n');
    }
    expect(echoes).toBeLessThan(total);
    expect(deaf.unsent).toBeGreaterThan(0);
    // The output doubles once beyond its mark, the input holds a turn's share: 64 MiB would have come.
    expect(mostHeld).toBeLessThan(4 * OUTPUT_HIGH_WATER);
    deaf.read();
    await deaf.exchange('', bulk(text).repeat(total));
  });

  test('a client that has ended its side gets every reply, then the end', async () => {
    const server = await start(name, watched);
    const client = await server.connect();
    const text = 'y'.repeat(16 * 1024);
    client.pause();
    client.send(request('ECHO', text).repeat(1024));
    client.end();
    client.read();
    const replies = await client.rest();
    expect(replies === bulk(text).repeat(1024)).toBe(true);
    await until(() => server.transport.connections.size === 0);
    expect(server.sessions[0]?.closings).toBe(1);
  });

  test('half a request before the end of the stream is dropped, and the connection closed', async () => {
    const server = await start(name, watched);
    const client = await server.connect();
    client.send('PING\r\n*2\r\n$4\r\nECHO\r\n$100\r\nhalf');
    client.end();
    expect(await client.rest()).toBe('+PONG\r\n');
    await until(() => server.transport.connections.size === 0);
  });

  test('a reset ends one connection and harms no other', async () => {
    const server = await start(name, watched);
    const other = await server.connect();
    for (let i = 0; i < 20; i++) {
      const client = await server.connect();
      client.pause();
      client.send(request('ECHO', 'z'.repeat(16 * 1024)).repeat(64));
      if (i % 2 === 0) await other.exchange('PING\r\n', '+PONG\r\n');
      client.reset();
    }
    await until(() => server.transport.connections.size === 1);
    await other.exchange('PING\r\n', '+PONG\r\n');
    expect(server.sessions.map((session) => session.closings).sort()).toEqual([
      0,
      ...Array<number>(20).fill(1),
    ]);
  });

  test.each([
    ['QUIT', 'QUIT\r\n', '+OK\r\n'],
    ['a protocol error', '*1\r\n$-5\r\n', '-ERR Protocol error: invalid bulk length\r\n'],
  ])('the last reply after %s arrives, although more was sent', async (_, last, reply) => {
    const server = await start(name, watched);
    const client = await server.connect();
    client.send(`PING\r\n${last}${'PING\r\n'.repeat(200_000)}`);
    expect(await client.rest()).toBe(`+PONG\r\n${reply}`);
    client.end();
    await until(() => server.transport.connections.size === 0);
    expect(client.error).toBeUndefined();
    expect(server.sessions[0]?.closings).toBe(1);
  });

  test('what a session says before the first byte is sent: a refusal', async () => {
    const server = await start(name, {
      open: () => {
        const session = new Session(respond);
        session.output.error('ERR max number of clients reached');
        session.closing = true;
        return session;
      },
    });
    const client = await server.connect();
    expect(await client.rest()).toBe('-ERR max number of clients reached\r\n');
  });

  test('a session may speak unasked, and be closed from outside', async () => {
    const server = await start(name, watched);
    const client = await server.connect();
    await client.exchange('PING\r\n', '+PONG\r\n');
    const session = server.sessions[0] as WatchedSession;
    session.output.raw('+unasked\r\n');
    session.connection?.flush();
    await client.exchange('', '+unasked\r\n');
    session.connection?.close();
    session.connection?.close();
    expect(await client.rest()).toBe('');
    expect(server.transport.connections.size).toBe(0);
    expect(session.closings).toBe(1);
  });

  test('a command may close its own connection, and nothing after it is run', async () => {
    const ran: string[] = [];
    const server = await start(name, {
      execute: (args, session) => {
        ran.push(args.at(0).text());
        if (args.at(0).is('DIE')) session.connection?.close();
      },
    });
    const client = await server.connect();
    client.send('ONE\r\nDIE\r\nTHREE\r\n');
    expect(await client.rest()).toBe('');
    expect(ran).toEqual(['ONE', 'DIE']);
  });

  test('replies leave after maintain and persist, whatever the order of registration', async () => {
    const order: string[] = [];
    const server = await start(name, {
      execute: (_, session) => {
        order.push('command');
        session.output.ok();
      },
    });
    const { loop } = server.transport;
    for (const phase of ['flush', 'persist', 'maintain'] as const) {
      loop.beforeSleep(phase, () => {
        if (order.length > 0 && order.length < 4) order.push(phase);
      });
    }
    const client = await server.connect();
    client.send('GO\r\n');
    await client.receive(5);
    expect(order).toEqual(['command', 'maintain', 'persist', 'flush']);
  });

  test('timers of the loop run, again and again or once, until they are cancelled', async () => {
    const { transport } = await start(name);
    let beats = 0;
    await new Promise<void>((resolve) => {
      const beat = transport.loop.every(1, () => {
        if (++beats === 3) beat.cancel();
        if (beats === 3) transport.loop.after(5, resolve);
      });
    });
    expect(beats).toBe(3);
  });

  test('the time of the loop is that of the wall, and stands still within a turn', async () => {
    const times: number[] = [];
    const server = await start(name, {
      execute: (_, session) => {
        times.push(server.transport.loop.now);
        session.output.ok();
      },
    });
    const before = Date.now();
    const client = await server.connect();
    await client.exchange('A\r\n'.repeat(1000), '+OK\r\n'.repeat(1000));
    expect(new Set(times.slice(0, 100)).size).toBe(1);
    expect(times[0]).toBeGreaterThanOrEqual(before);
    expect(times.at(-1)).toBeLessThanOrEqual(Date.now());
  });

  test('what was answered before stop still leaves', async () => {
    const server = await start(name, {
      execute: (_, session) => {
        session.output.ok();
        server.transport.loop.stop();
      },
    });
    const client = await server.connect();
    await client.exchange('STOP\r\n', '+OK\r\n');
    await server.stop();
    expect(await client.rest()).toBe('');
  });

  test('a transport that is closed has closed every session and every descriptor', async () => {
    const before = openDescriptors();
    const server = await start(name, watched);
    const clients = await Promise.all(Array.from({ length: 20 }, () => server.connect()));
    await Promise.all(clients.map((client) => client.exchange('PING\r\n', '+PONG\r\n')));
    await server.stop();
    expect(server.sessions.map(({ closings }) => closings)).toEqual(Array(20).fill(1));
    await Promise.all(clients.map((client) => client.destroy()));
    await until(() => openDescriptors() <= before);
  });

  test('a defect in a command ends the run instead of being swallowed', async () => {
    const transport = chooseTransport(name);
    onTestFinished(() => transport.close());
    const listener = await transport.listen({ host: '127.0.0.1', port: 0 }, () => {
      return new Session(() => {
        throw new TypeError('a defect');
      });
    });
    const end = transport.loop.run();
    const client = await TestClient.connect(listener.host, listener.port);
    onTestFinished(() => client.destroy());
    client.send('PING\r\n');
    await expect(end).rejects.toThrow('a defect');
  });
});
