import net from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import {
  Client,
  type ClientOptions,
  ConnectionError,
  latin1Slice,
  type Reply,
  ReplyError,
  respond,
  Session,
} from '../src/index.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** A server on a free port that does `handle` with each connection. */
async function serve(handle: (socket: net.Socket) => void): Promise<number> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as net.AddressInfo).port;
}

/** This stage's commands on node:net. */
function answering(socket: net.Socket): void {
  const session = new Session(respond);
  socket.on('data', (chunk) => {
    session.input.feed(chunk);
    for (session.process(); session.output.length > 0; session.process()) {
      socket.write(session.output.bytes().slice());
      session.output.consume(session.output.length);
    }
    if (session.closing) socket.end();
  });
}

async function connect(port: number, options: ClientOptions = {}): Promise<Client> {
  const client = await Client.connect({ port, ...options });
  cleanups.push(() => client.close());
  return client;
}

describe('calls', () => {
  test('are answered with plain values', async () => {
    const client = await connect(await serve(answering));
    expect(await client.call('PING')).toBe('PONG');
    expect(await client.call('ECHO', 'é€')).toBe('é€');
    expect(await client.call('ECHO', 12)).toBe('12');
    expect(await client.call('ECHO', 2n ** 64n)).toBe('18446744073709551616');
    expect(await client.call('ECHO', new Uint8Array([0xc3, 0xa9]))).toBe('é');
  });

  test('in one turn leave in one write, and come back in order', async () => {
    const writes: Uint8Array[] = [];
    const client = await connect(await serve(answering), {
      onTraffic: (direction, bytes) => {
        if (direction === 'sent') writes.push(bytes);
      },
    });
    const numbers = Array.from({ length: 10_000 }, (_, i) => String(i));
    expect(await Promise.all(numbers.map((n) => client.call('ECHO', n)))).toEqual(numbers);
    expect(writes).toHaveLength(1);
  });

  test('that the server refuses reject with its words, and the others go on', async () => {
    const client = await connect(await serve(answering));
    const [before, refused, after] = await Promise.allSettled([
      client.call('PING'),
      client.call('NOPE'),
      client.call('PING'),
    ]);
    expect(before).toMatchObject({ value: 'PONG' });
    expect(refused).toMatchObject({ reason: { name: 'ReplyError', code: 'ERR' } });
    expect(after).toMatchObject({ value: 'PONG' });
    await expect(client.call('NOPE', 'a')).rejects.toThrow(
      new ReplyError("ERR unknown command 'NOPE', with args beginning with: 'a' "),
    );
  });

  test('keep bytes as they are where that is asked for', async () => {
    const port = await serve(answering);
    const latin1 = await connect(port, { decoding: 'latin1' });
    expect(await latin1.call('ECHO', '\0\xff')).toBe('\0\xff');
    const bytes = await connect(port, { decoding: 'bytes' });
    const echoed = (await bytes.call('ECHO', new Uint8Array([0, 255]))) as Uint8Array;
    expect([...echoed]).toEqual([0, 255]);
  });

  test('as replies tell what kind each is, errors too', async () => {
    const client = await connect(await serve(answering));
    expect(await client.request(['PING'])).toEqual({ type: 'status', text: 'PONG' });
    expect(await client.request(['ECHO'])).toMatchObject({ type: 'error' });
  });
});

describe('connecting', () => {
  test('agrees on RESP3, user and name by HELLO', async () => {
    const client = await connect(await serve(answering), {
      protocol: 3,
      username: 'default',
      password: 'pw',
      name: 'reader',
    });
    expect(await client.call('HELLO')).toBeInstanceOf(Map);
  });

  test('fails with the words of the server', async () => {
    const options = {
      port: await serve(answering),
      protocol: 3,
      username: 'nobody',
      password: 'x',
    } as const;
    await expect(Client.connect(options)).rejects.toThrow('WRONGPASS');
  });

  test('fails clearly where nobody listens', async () => {
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    await expect(Client.connect({ port })).rejects.toThrow(
      `cannot connect to 127.0.0.1:${port}: connect ECONNREFUSED 127.0.0.1:${port}`,
    );
    await expect(Client.connect({ port })).rejects.toBeInstanceOf(ConnectionError);
  });
});

describe('the end', () => {
  test('waits for what is open', async () => {
    const client = await connect(await serve(answering));
    const last = client.call('ECHO', 'last');
    await client.end();
    expect(await last).toBe('last');
    await expect(client.call('PING')).rejects.toThrow('the connection was closed by this client');
  });

  test('of an idle client needs no waiting', async () => {
    await (await connect(await serve(answering))).end();
  });

  test('by close() rejects what is open', async () => {
    const client = await connect(await serve(() => {}));
    const open = client.call('PING');
    client.close();
    await expect(open).rejects.toThrow('the connection was closed by this client');
  });

  test('by the server rejects all that is open, and what comes later', async () => {
    const port = await serve((socket) => socket.once('data', () => socket.end('+ONE\r\n')));
    const client = await connect(port);
    const [one, two, three] = [client.call('A'), client.call('B'), client.call('C')];
    expect(await one).toBe('ONE');
    const gone = `127.0.0.1:${port}: connection closed`;
    await expect(two).rejects.toThrow(gone);
    await expect(three).rejects.toThrow(gone);
    await client.closed;
    await expect(client.call('D')).rejects.toThrow(gone);
  });

  test('by a reset rejects too', async () => {
    const port = await serve((socket) => socket.once('data', () => socket.resetAndDestroy()));
    await expect((await connect(port)).call('A')).rejects.toThrow(/ECONNRESET|connection closed/);
  });

  test('may come with words of the server', async () => {
    const port = await serve((socket) => socket.end('-ERR max number of clients reached\r\n'));
    const client = await connect(port);
    await client.closed;
    await expect(client.call('PING')).rejects.toThrow('ERR max number of clients reached');
  });

  test('comes when what arrives is no reply', async () => {
    const port = await serve((socket) =>
      socket.once('data', () => socket.write('+ONE\r\nHTTP/1.1 400\r\n')),
    );
    const client = await connect(port);
    const [one, two] = [client.call('A'), client.call('B')];
    expect(await one).toBe('ONE');
    await expect(two).rejects.toThrow('Protocol error: "HTTP/1.1 400" is no reply');
    await client.closed;
  });
});

test('what answers no call is handed on', async () => {
  const pushed: Reply[] = [];
  const port = await serve((socket) => {
    socket.once('data', () => socket.write('>1\r\n+news\r\n+ONE\r\n+later\r\n+TWO\r\n'));
  });
  const client = await connect(port, { onPush: (reply) => pushed.push(reply) });
  expect(await client.call('A')).toBe('ONE');
  expect(pushed).toContainEqual({ type: 'push', items: [{ type: 'status', text: 'news' }] });
  expect(pushed).toContainEqual({ type: 'status', text: 'later' });
});

test('all traffic can be seen', async () => {
  const seen: string[] = [];
  const client = await connect(await serve(answering), {
    onTraffic: (direction, bytes) =>
      seen.push(`${direction} ${latin1Slice(bytes, 0, bytes.length)}`),
  });
  await client.call('PING');
  expect(seen).toEqual(['sent *1\r\n$4\r\nPING\r\n', 'received +PONG\r\n']);
});

test('a server that reads slowly gets everything', async () => {
  const port = await serve((socket) => {
    answering(socket);
    socket.pause();
    setImmediate(() => socket.resume());
  });
  const client = await connect(port);
  const value = 'x'.repeat(200_000);
  const calls = [];
  for (let i = 0; i < 50; i++) {
    calls.push(client.call('ECHO', value));
    await Promise.resolve();
  }
  for (const reply of await Promise.all(calls)) expect(reply === value).toBe(true);
});
