import { once } from 'node:events';
import net from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Listener } from '../src/index.ts';
import { run } from './support.ts';

/** A server in this process; the client blocks in its own. */
async function serving(handle: (socket: net.Socket) => void): Promise<string> {
  const server = net.createServer({ allowHalfOpen: true }, handle).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `${(server.address() as net.AddressInfo).port}`;
}

test('a line is answered before the next is typed; at the end of input the server has the last word', async () => {
  const port = await serving((socket) => {
    socket.on('data', (data) => socket.write(data));
    socket.on('end', () => socket.end('goodbye\n'));
  });
  const client = run('src/client.ts', '--port', port);
  client.input.write('one\n');
  await client.printed(/one\n/);
  client.input.write('two\n');
  await client.printed(/two\n/);
  client.input.end();
  const { code, output, errors } = await client.ended;
  expect({ code, output: `${output}`, errors }).toEqual({
    code: 0,
    output: 'one\ntwo\ngoodbye\n',
    errors: '',
  });
});

test('piped bytes come back whole, whatever they are', async () => {
  const bytes = Buffer.from(
    Uint8Array.from({ length: 1_000_000 }, (_, index) => (index * 7) % 256),
  );
  const port = await serving((socket) => socket.pipe(socket));
  const client = run('src/client.ts', '--port', port, '--host', 'localhost');
  client.input.end(bytes);
  const { code, output } = await client.ended;
  expect(code).toBe(0);
  expect(output.equals(bytes)).toBe(true);
});

test('a server that leaves in the middle is an error', async () => {
  const port = await serving((socket) => {
    socket.once('data', (data) => socket.end(data.subarray(0, 2)));
  });
  const client = run('src/client.ts', '--port', port);
  client.input.write('hello\n');
  const { code, output, errors } = await client.ended;
  expect({ code, output: `${output}`, errors }).toEqual({
    code: 1,
    output: 'he',
    errors: 'the server closed the connection\n',
  });
});

test('nobody listens: it says so, and what to do', async () => {
  const gone = Listener.open({ host: '127.0.0.1', port: 0 });
  const { port } = gone.address;
  gone.close();
  const { code, errors } = await run('src/client.ts', '--port', `${port}`).ended;
  expect(errors).toBe(
    `connect 127.0.0.1:${port}: ECONNREFUSED (connection refused). ` +
      'Nobody listens there: start the server first, or say where it is with --host and --port.\n',
  );
  expect(code).toBe(1);
});
