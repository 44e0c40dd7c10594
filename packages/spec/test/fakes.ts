// A small right server and its broken brothers, to see that the runner tells them apart.

import net from 'node:net';
import { pathToFileURL } from 'node:url';

export type Fault =
  | 'none'
  | 'ok-to-everything'
  | 'closes-at-once'
  | 'never-answers'
  | 'drops-fragments'
  | 'mangles-binary'
  | 'out-of-order'
  | 'answers-twice'
  | 'no-arity'
  | 'line-feeds'
  | 'simple-strings'
  | 'empty-for-nil'
  | 'half-a-reply'
  | 'keeps-quitters'
  | 'dies';

export interface Fake {
  readonly port: number;
  close(): Promise<void>;
}

const bulk = (text: string) => `$${text.length}\r\n${text}\r\n`;
const arity = (name: string) => `-ERR wrong number of arguments for '${name}' command\r\n`;

function answer(words: string[], keys: Map<string, string>, fault: Fault): string {
  const name = words[0]?.toLowerCase() ?? '';
  const [, first = '', second = ''] = words;
  if (fault === 'ok-to-everything') return '+OK\r\n';
  if (name === 'dbsize') return `:${keys.size}\r\n`;
  if (name === 'ping') return first ? bulk(first) : '+PONG\r\n';
  if (name === 'echo')
    return words.length === 2 || fault === 'no-arity' ? bulk(first) : arity(name);
  if (name === 'flushall') keys.clear();
  if (name === 'set') keys.set(first, second);
  if (name === 'mset')
    for (let i = 1; i < words.length; i += 2) keys.set(words[i] ?? '', words[i + 1] ?? '');
  if (['flushall', 'set', 'mset', 'quit', 'modern', 'debug'].includes(name)) return '+OK\r\n';
  if (name === 'get') return keys.has(first) ? bulk(keys.get(first) ?? '') : '$-1\r\n';
  if (name === 'keys') return `*${keys.size}\r\n${[...keys.keys()].map(bulk).join('')}`;
  if (name === 'old') return '+OLD\r\n';
  return `-ERR unknown command '${words[0]}', with args beginning with: \r\n`;
}

function spoil(reply: string, fault: Fault): string {
  if (fault === 'answers-twice') return reply + reply;
  if (fault === 'line-feeds') return reply.replaceAll('\r\n', '\n');
  if (fault === 'simple-strings') return reply.replace(/^\$\d+\r\n/, '+');
  if (fault === 'empty-for-nil') return reply.replace('$-1\r\n', '$0\r\n\r\n');
  if (fault === 'half-a-reply') return reply.slice(0, -2);
  return reply;
}

/** Takes one request from the front of the text; undefined when it is not whole. */
function takeRequest(text: string): { words: string[]; rest: string } | undefined {
  if (!text.startsWith('*')) {
    const end = text.indexOf('\r\n');
    return end < 0
      ? undefined
      : { words: text.slice(0, end).split(' '), rest: text.slice(end + 2) };
  }
  const words: string[] = [];
  let at = text.indexOf('\r\n') + 2;
  if (at === 1) return undefined;
  for (let left = Number(text.slice(1, at - 2)); left > 0; left--) {
    const start = text.indexOf('\r\n', at) + 2;
    const end = start + Number(text.slice(at + 1, start - 2));
    if (start === 1 || !(text.length >= end + 2 && end >= start)) return undefined;
    words.push(text.slice(start, end));
    at = end + 2;
  }
  return { words, rest: text.slice(at) };
}

function serve(socket: net.Socket, keys: Map<string, string>, fault: Fault): void {
  let text = '';
  socket.on('error', () => socket.destroy());
  if (fault === 'closes-at-once') return void socket.end();
  socket.on('data', (chunk) => {
    const coding = fault === 'mangles-binary' ? 'utf8' : 'latin1';
    text = (fault === 'drops-fragments' ? '' : text) + chunk.toString(coding);
    if (fault === 'never-answers') return;
    const replies: string[] = [];
    for (let request = takeRequest(text); request; request = takeRequest(text)) {
      text = request.rest;
      if (fault === 'dies' && request.words[0] === 'GET') dieOf('a bug in GET');
      replies.push(spoil(answer(request.words, keys, fault), fault));
      if (request.words[0] === 'QUIT' && fault !== 'keeps-quitters')
        setImmediate(() => socket.end());
    }
    if (fault === 'out-of-order') replies.reverse();
    socket.write(Buffer.from(replies.join(''), coding));
  });
}

function dieOf(why: string): never {
  console.error(`fatal: ${why}`);
  process.exit(3);
}

/** Starts a server with this fault; `prepare` puts keys into it. */
export function startFake(
  fault: Fault,
  { port = 0, keys = new Map<string, string>() } = {},
): Promise<Fake> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)));
    serve(socket, keys, fault);
  });
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => {
      const close = () =>
        new Promise<void>((done) => {
          server.close(() => done());
          for (const socket of sockets) socket.destroy();
        });
      resolve({ port: (server.address() as net.AddressInfo).port, close });
    });
  });
}

// As a program, for --cmd: node --import tsx fakes.ts FAULT [PORT]; without a port it takes one and says so.
if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [fault = 'none', port = '0'] = process.argv.slice(2);
  if (fault === 'cannot-start') dieOf('the disk is full');
  const fake = await startFake(fault as Fault, { port: Number(port) });
  console.log(`fake: Ready to accept connections at 127.0.0.1:${fake.port}`);
}
