// What the tests share: the stage's programs in processes of their own, ended with the test file.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { LAUNCH } from '@byor/launch';
import { afterAll, onTestFinished } from 'vitest';

const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

export interface Program {
  readonly input: NodeJS.WritableStream;
  kill(signal: NodeJS.Signals): void;
  /** The match, once standard output has one; rejects when the program ends without it. */
  printed(pattern: RegExp): Promise<string>;
  /** How it ended, and all it printed. */
  readonly ended: Promise<Ending>;
}

interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: Buffer;
  readonly errors: string;
}

/** Runs a TypeScript file of this stage: 'src/client.ts'. */
export function run(file: string, ...args: string[]): Program {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  const child = spawn(process.execPath, [LAUNCH, path, ...args]);
  children.add(child);
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on('data', (data: Buffer) => output.push(data));
  child.stderr.on('data', (data: Buffer) => errors.push(data));
  child.stdin.on('error', () => {}); // it may end without having read everything
  const ended = once(child, 'close').then(([code, signal]) => ({
    ...{ code, signal, output: Buffer.concat(output) },
    errors: Buffer.concat(errors).toString(),
  }));
  return { input: child.stdin, ended, kill: (signal) => child.kill(signal), printed };

  async function printed(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(Buffer.concat(output).toString());
      if (found) return found[0];
      const more = await Promise.race([once(child.stdout, 'data'), ended]);
      if ('errors' in more) throw new Error(`it ended: ${more.errors}`);
    }
  }
}

/** Everything that comes over a socket until it ends. */
export async function readAll(socket: net.Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A connection that the test closes. */
export async function dial(port: number, host = '127.0.0.1'): Promise<net.Socket> {
  const socket = net.connect({ port, host, allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** How many descriptors this process holds. */
export function countDescriptors(): number {
  return readdirSync('/dev/fd').length;
}
