// The server of this stage: stage 01's, with RESP instead of echo. It blocks, so it talks with one client until that one has gone.
// The session neither knows nor cares: stage 03 drives the same class for thousands of clients at once.

import { formatEndpoint, type Listener, type Stream, serve } from '@byor/01-socket';
import { type Connection, respond, Session } from './core.ts';

/** Serves one client after the other, for ever. */
export function serveRequests(listener: Listener): never {
  let id = 0;
  return serve(listener, (stream) => converse(stream, ++id));
}

/** Answers one client until it hangs up, or has said something that ends the conversation. */
function converse(stream: Stream, id: number): void {
  const session = new Session(respond);
  const { input, output } = session;
  session.connection = describe(stream, id);
  while (!session.closing) {
    input.reserve();
    const count = stream.read(input.buffer, input.end);
    if (count === 0) return;
    input.commit(count);
    // More than once where the answers to one read are more than a session holds at a time.
    for (session.process(); output.length > 0; session.process()) {
      stream.writeAll(output.bytes());
      output.consume(output.length);
    }
  }
}

function describe(stream: Stream, id: number): Connection {
  return {
    id,
    fd: stream.fd,
    remoteAddress: formatEndpoint(stream.remoteAddress),
    localAddress: formatEndpoint(stream.localAddress),
    // All output is sent before the next read; nobody else can write to this session meanwhile.
    flush() {},
    close() {
      stream.close();
    },
  };
}
