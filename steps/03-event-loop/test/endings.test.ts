// The conformance suite: every way in which a conversation ends.

import { expect, onTestFinished, test } from 'vitest';
import { chooseTransport, type EventLoop, respond, Session } from '../src/index.ts';
import { LINGER_MS } from '../src/transport/transport.ts';
import { bulk, request, TestClient } from './support/client.ts';
import { RawClient } from './support/raw-client.ts';
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

  test.each([1024, 2048, 16 * 1024, 64 * 1024])(
    '%i bytes of requests and the end of the stream in one moment',
    async (lengthBytes) => {
      const client = new RawClient(await start(name, watched));
      const pings = Math.floor((lengthBytes - 20) / 6);
      const text = 'x'.repeat(lengthBytes - 6 * pings - 'ECHO \r\n'.length);
      client.send(`${'PING\r\n'.repeat(pings)}ECHO ${text}\r\n`);
      client.endInput();
      expect(await client.rest()).toEqual([`${'+PONG\r\n'.repeat(pings)}${bulk(text)}`, 'end']);
    },
  );

  test.each([
    ['QUIT', 'QUIT\r\n', '+OK\r\n'],
    ['a protocol error', '*1\r\n$-5\r\n', '-ERR Protocol error: invalid bulk length\r\n'],
  ])('the last reply after %s is followed by the end, not by a reset', async (_, last, reply) => {
    const server = await start(name, watched);
    const client = new RawClient(server);
    client.send(`PING\r\n${last}${'PING\r\n'.repeat(200_000)}`);
    expect(await client.rest()).toEqual([`+PONG\r\n${reply}`, 'end']);
    client.endInput();
    await until(() => server.transport.connections.size === 0);
    expect(server.sessions[0]?.closings).toBe(1);
    const { nextTimerInMs } = server.transport.loop as EventLoop;
    expect(nextTimerInMs).toBe(Infinity); // no timer holds on to who has gone
  });

  test('a client that stays when it was told to leave is closed after a while', async () => {
    let skippedMs = 0;
    const clock = () => Date.now() + skippedMs;
    const server = await start(name, { ...watched, clock });
    const other = await server.connect();
    const client = await server.connect();
    client.send('QUIT\r\n');
    expect(await client.rest()).toBe('+OK\r\n');
    await other.exchange('PING\r\n', '+PONG\r\n');
    expect(server.transport.connections.size).toBe(2);
    skippedMs = LINGER_MS;
    await other.exchange('PING\r\n', '+PONG\r\n');
    await until(() => server.transport.connections.size === 1);
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
