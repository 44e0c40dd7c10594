// What a terminal in a page talks to: a stage's server, without a network between.

import type { CommandDoc } from '@byor/02-protocol/cli';

export interface PageServer {
  /** The bytes of a request in, all bytes of the answer out. */
  talk(bytes: Uint8Array): Uint8Array;
  /** The commands that it knows, for hints. */
  readonly docs: readonly CommandDoc[];
  /** False: it sends back what it is sent, and knows nothing of RESP. */
  readonly speaksResp: boolean;
  /** The server ended the connection, or itself; whoever talks next finds it again. */
  readonly isClosed: boolean;
  /** Takes what it said besides its answers: bytes that nobody asked for, and notes for its log. */
  listen(onBytes: (bytes: Uint8Array) => void, onNote: (text: string) => void): void;
  /** Lets go of its timers. */
  close(): void;
}
