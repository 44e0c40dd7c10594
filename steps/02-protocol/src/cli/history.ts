// The lines typed before, kept in a file: one a line, the oldest first.
// A line that holds a password is neither kept nor offered again.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseRepeat, splitLine, toByteString } from './line.ts';

/** Lines that are offered again. */
export const KEPT_LINES = 1000;

export class History {
  readonly #file: string;
  /** The newest first, as node:readline wants them. */
  readonly lines: string[];

  /** A file that is not there, or cannot be read, is an empty history. */
  constructor(file: string) {
    this.#file = file;
    this.lines = readLines(file).slice(-KEPT_LINES).reverse();
  }

  /** BYOR_HISTFILE says where, else ~/.byor_history. */
  static file(env: NodeJS.ProcessEnv): string {
    return env.BYOR_HISTFILE ?? path.join(os.homedir(), '.byor_history');
  }

  /** Keeps a line for the next time. A home that cannot be written to must not stop anyone from typing. */
  add(line: string): void {
    if (line.trim() === '' || isSensitive(line)) return;
    try {
      fs.appendFileSync(this.#file, `${line}\n`, { mode: 0o600 });
    } catch {}
  }
}

function readLines(file: string): string[] {
  try {
    return fs.readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

/** Whether a line holds a password: AUTH, HELLO ... AUTH, MIGRATE ... AUTH, ACL SETUSER, CONFIG SET of one. */
export function isSensitive(line: string): boolean {
  const words = splitLine(toByteString(line));
  const args = words && parseRepeat(words)?.args;
  // What cannot be split may be a password with its quote missing.
  if (args === undefined) return /auth|pass/i.test(line);
  const [name = '', subcommand = '', ...rest] = args.map((arg) => arg.toUpperCase());
  const options = [subcommand, ...rest];
  switch (name) {
    case 'AUTH':
      return true;
    case 'HELLO':
    case 'MIGRATE':
      return options.includes('AUTH') || options.includes('AUTH2');
    case 'ACL':
      return subcommand === 'SETUSER';
    case 'CONFIG':
      return subcommand === 'SET' && rest.some((word) => /^(REQUIREPASS|MASTERAUTH)$/.test(word));
    default:
      return false;
  }
}
