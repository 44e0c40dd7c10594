// What the two programs need before their first system call, and the words for the person who started them.

import { EADDRINUSE, ECONNREFUSED, SystemError, supported, unsupportedReason } from '@byor/libc';
import { InvalidArgumentError } from 'commander';

/** The value of --port: 0..65535, whole. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 0xffff) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}

/** What happened, and what to do next, in one line. */
export function explain(error: unknown): string {
  if (!supported) {
    return `This stage makes the system calls of Linux and macOS itself, and they cannot be reached here (${unsupportedReason}). Stage 03 runs anywhere.`;
  }
  if (!(error instanceof SystemError)) return error instanceof Error ? error.message : `${error}`;
  if (error.errno === EADDRINUSE) {
    return `${error.message}. Stop the server that has this port, or choose another: --port 0 takes a free one.`;
  }
  if (error.errno === ECONNREFUSED) {
    return `${error.message}. Nobody listens there: start the server first, or say where it is with --host and --port.`;
  }
  return error.message;
}
