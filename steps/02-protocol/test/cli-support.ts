// What the tests of the terminal client stand on: a server that answers as a test tells it to, and the real redis-cli.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { RequestParser } from '../src/core.ts';

/** Bytes to answer a request with (one character a byte), and 'close' to hang up after it. */
export type Answer = string | { bytes: string; close: true };

export interface FakeServer {
  readonly port: number;
  /** Every request so far, of all connections. */
  readonly requests: string[][];
  close(): Promise<void>;
}

/** Answers each request with what `answer` says; loopback, a free port. */
export async function startFakeServer(answer: (args: string[]) => Answer): Promise<FakeServer> {
  const requests: string[][] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    const parser = new RequestParser();
    socket.on('data', (chunk) => {
      parser.feed(chunk);
      while (parser.next()) {
        const args = parser.args.strings();
        requests.push(args);
        const reply = answer(args);
        socket.write(typeof reply === 'string' ? reply : reply.bytes, 'latin1');
        if (typeof reply !== 'string') socket.end();
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as AddressInfo).port, requests, close };
}

export interface Finished {
  stdout: string;
  stderr: string;
  code: number | null;
}

/** Runs a program to its end with `input` on its stdin. All text is one character a byte. */
export async function run(
  file: string,
  args: string[],
  input = '',
  env: NodeJS.ProcessEnv = {},
): Promise<Finished> {
  const child = spawn(file, args, { env: { ...process.env, ...env } });
  child.stdin.on('error', () => {});
  child.stdin.end(input, 'latin1');
  child.stdout.setEncoding('latin1');
  child.stderr.setEncoding('latin1');
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all([collect(child.stdout), collect(child.stderr)]);
  const [code] = (await ended) as [number | null];
  return { stdout, stderr, code };
}

async function collect(stream: NodeJS.ReadableStream): Promise<string> {
  let all = '';
  for await (const chunk of stream) all += chunk;
  return all;
}
