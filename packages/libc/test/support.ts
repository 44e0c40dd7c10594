// What the tests share: pairs of connected sockets that are closed with the test, and programs of their own process.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import {
  type Address,
  accept,
  bind,
  close,
  connect,
  domainOf,
  getsockname,
  listen,
  socket,
} from '../src/index.ts';

/** A bound for a wait that ends at once when all is well: a blocked process could not even be timed out. */
export const LONG_MS = 5_000;

/** Closes the descriptor when the test is over. */
export function closing(fd: number): number {
  onTestFinished(() => close(fd));
  return fd;
}

export function listening(host = '127.0.0.1'): { listener: number; address: Address } {
  const listener = closing(socket(domainOf(host)));
  bind(listener, { host, port: 0 });
  listen(listener, 16);
  return { listener, address: getsockname(listener) };
}

/** Two ends of one connection. */
export function connected(host = '127.0.0.1'): { near: number; far: number; address: Address } {
  const { listener, address } = listening(host);
  const near = closing(socket(domainOf(host)));
  connect(near, address);
  return { near, far: closing(accept(listener)), address };
}

/** How many descriptors this process holds. */
export function countDescriptors(): number {
  return readdirSync('/dev/fd').length;
}

/** Runs test/programs/<name>.ts in a process of its own, killed with the test. */
export function runProgram(name: string, ...args: string[]) {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const file = fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--import', tsx, file, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  return Object.assign(child, { text: () => output });
}

/** What the program printed, once it has ended. */
export async function outputOf(program: ReturnType<typeof runProgram>): Promise<string> {
  await once(program, 'close');
  return program.text();
}
