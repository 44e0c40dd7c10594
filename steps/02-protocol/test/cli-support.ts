// What the tests of the terminal client stand on: a server that answers as a test tells it to, and the real redis-cli.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import { PassThrough, Readable, Writable } from 'node:stream';
import { requireTool } from '@byor/spec';
import { runCli } from '../src/cli/run-cli.ts';
import { RequestParser } from '../src/core.ts';

/** The redis-cli to compare with: 7.0, since what it prints changes with its version. `missing` says to skip, and it was said why. */
export function requireRedisCli(): { path: string; missing: boolean } {
  const { path = '', missing } = requireTool('redis-cli');
  if (missing) return { path, missing };
  const version = spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const isOracle = version.startsWith('redis-cli 7.0.');
  if (!isOracle)
    console.warn(`skipped: ${version} is not redis-cli 7.0, which cli is compared with`);
  return { path, missing: !isOracle };
}

/** Bytes to answer a request with (one character a byte), and 'close' to hang up after it. */
export type Answer = string | { bytes: string; close: true };

export interface FakeServer {
  readonly port: number;
  /** Every request so far, of all connections. */
  readonly requests: string[][];
  /** Open connections. */
  readonly sockets: Set<net.Socket>;
  close(): Promise<void>;
}

/** Answers each request with what `answer` says; loopback, a free port. */
export async function startFakeServer(answer: (args: string[]) => Answer): Promise<FakeServer> {
  const requests: string[][] = [];
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
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
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
  };
  return { port: (server.address() as AddressInfo).port, requests, sockets, close };
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

/** A terminal client in this process: its input is `input` (one character a byte), what it prints is collected. */
export async function runHere(
  args: string[],
  input = '',
  env: NodeJS.ProcessEnv = {},
): Promise<Finished & { sleptMs: number[] }> {
  const output = new Screen();
  const errors = new Screen();
  const bytes = Readable.from(input === '' ? [] : [Buffer.from(input, 'latin1')], {
    objectMode: false,
  });
  const sleptMs: number[] = [];
  const sleep = async (durationMs: number) => sleptMs.push(durationMs);
  const streams = { input: bytes, output, errors };
  const code = await runCli(args, { ...streams, env, nowMs: () => 0, sleep });
  return { stdout: output.text, stderr: errors.text, code, sleptMs };
}

/** Collects what is written, one character a byte, and tells when a text has appeared. */
export class Screen extends Writable {
  text = '';
  #seen = 0;
  #changed: () => void = () => {};

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('latin1');
    this.#changed();
    done();
  }

  /** What a person sees: without the escape sequences that move the cursor and colour the text. */
  get plain(): string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
    return this.text.replace(/\x1b\[[\d;]*[A-Za-z]/g, '');
  }

  /** Waits until `text` has been printed behind what was waited for before. */
  async until(text: string): Promise<string> {
    for (;;) {
      const at = this.plain.indexOf(text, this.#seen);
      if (at >= 0) {
        const between = this.plain.slice(this.#seen, at);
        this.#seen = at + text.length;
        return between;
      }
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }
}

/** A person at a prompt. */
export class Prompt {
  readonly input = Object.assign(new PassThrough(), { isTTY: true });
  readonly screen = Object.assign(new Screen(), { isTTY: true, columns: 100 });
  readonly exitCode: Promise<number>;

  constructor(args: string[], env: NodeJS.ProcessEnv = {}, nowMs = () => 0) {
    const { input, screen } = this;
    // A dumb terminal shows no hints: what is typed stands alone on its line.
    const full = { BYOR_HISTFILE: '/dev/null', TERM: 'dumb', ...env };
    const streams = { input, output: screen, errors: screen };
    this.exitCode = runCli(args, { ...streams, env: full, nowMs, sleep: async () => {} });
  }

  type(text: string): void {
    this.input.write(text);
  }

  /** Types a line at `prompt`, and returns what is printed for it up to the next prompt. */
  async enter(line: string, prompt: string): Promise<string> {
    this.type(`${line}\r`);
    await this.screen.until(line);
    return (await this.screen.until(prompt)).replaceAll('\r\n', '\n').replace(/^\n/, '');
  }
}
