// The server's two loops: the outer one takes connections, the inner one answers one connection until it ends.
// Invariant: one client at a time. Whoever comes meanwhile waits in the kernel's backlog; stage 03 heals that.

import { SystemError } from '@byor/libc';
import type { Listener } from './listener.ts';
import { Stream } from './stream.ts';

const BUFFER_BYTES = 64 * 1024;

/** Sends back whatever arrives. Returns when the client has ended its side and everything is sent back. */
export function echo(stream: Stream): void {
  const buffer = new Uint8Array(BUFFER_BYTES);
  for (;;) {
    const count = stream.read(buffer);
    if (count === 0) return;
    stream.writeAll(buffer.subarray(0, count));
  }
}

/** Accepts connections for ever, one after the other: `handle` has each until it returns, then it is closed. */
export function serve(listener: Listener, handle: (stream: Stream) => void): never {
  for (;;) {
    const stream = listener.accept();
    try {
      handle(stream);
    } catch (error) {
      // A client that vanished is its own trouble: the server goes on. Anything else is a mistake of ours.
      if (!(error instanceof SystemError)) throw error;
      new Stream(2).writeAll(new TextEncoder().encode(`${error.message}\n`)); // standard error is a stream too
    } finally {
      stream.close();
    }
  }
}
