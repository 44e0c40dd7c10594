// The server's two loops: the outer one takes connections, the inner one answers one connection until it ends.
// Invariant: one client at a time. Whoever comes meanwhile waits in the kernel's backlog; stage 03 heals that.

import { SystemError } from '@byor/libc';
import type { Listener } from './listener.ts';
import { Stream } from './stream.ts';

const BUFFER_BYTES = 64 * 1024;

/**
 * Sends back whatever arrives. Returns when the client has ended its side and everything is sent back.
 * @exercise 1.6 Echo, and serve one client after another
 * @tests 01/echo
 * @tests server: (has said|outlives)
 * @hint Two loops, one in the other. Which of them ends, and when?
 * @hint echo reads until 0 and sends back exactly what came, not the whole buffer. serve goes on for ever: a client that
 *   vanishes throws a SystemError, which is that client's trouble and not the server's.
 * @hint echo: count = stream.read(buffer); 0 returns; writeAll(buffer.subarray(0, count)). serve: stream =
 *   listener.accept(); try handle(stream); catch a SystemError, say its message on descriptor 2, let others pass; finally
 *   stream.close().
 */
export function echo(stream: Stream): void {
  const buffer = new Uint8Array(BUFFER_BYTES);
  for (;;) {
    const count = stream.read(buffer);
    if (count === 0) return;
    stream.writeAll(buffer.subarray(0, count));
  }
}

/**
 * Accepts connections for ever, one after the other: `handle` has each until it returns, then it is closed. A SystemError that
 * `handle` throws ends that client's turn alone, and its message is a line on standard error. Any other error is thrown on.
 * @exercise 1.6
 */
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
