// What went wrong in a case, as data; explain.ts turns it into words.

import type { Part } from './matchers.ts';

/** One line of a case's history: a command or its reply, as redis-cli would show it. */
export interface TranscriptLine {
  /** 1 is the case's `client`, 2 and up those of `connect()`. */
  readonly client: number;
  readonly direction: 'sent' | 'received';
  readonly text: string;
}

export interface Mismatch {
  readonly expected: readonly Part[];
  readonly actual: Uint8Array;
  /** The first byte of `actual` that is not as expected. */
  readonly offset: number;
}

/** The server did not do what the case expects. Anything else thrown in a case is a fault of the case. */
export class WireFailure extends Error {
  readonly mismatch: Mismatch | undefined;
  /** The command this reply answers, in words as redis-cli would show them. */
  readonly command: string | undefined;
  constructor(
    message: string,
    details: { mismatch?: Mismatch; command?: string | undefined } = {},
  ) {
    super(message);
    this.name = 'WireFailure';
    this.mismatch = details.mismatch;
    this.command = details.command;
  }
}

/** The case cannot be tried on this server; the reason says what would be needed. */
export class CaseSkipped extends Error {}

/** For a case that finds out on the way that this server cannot be asked. */
export function skipCase(reason: string): never {
  throw new CaseSkipped(reason);
}
