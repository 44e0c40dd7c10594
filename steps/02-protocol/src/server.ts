// The server of this stage: blocking, so it talks with one client until that one has gone, then with the next.
// The session neither knows nor cares: stage 03 drives the same class for thousands of clients at once.
import { type Listener, type Stream, SystemError } from '@byor/01-socket';
import { type Connection, respond, Session } from './core.ts';

/** Serves one client after the other, for ever. */
export function serve(listener: Listener): never {
  for (let id = 1; ; id++) {
    const stream = listener.accept();
    try {
      converse(stream, id);
    } catch (error) {
      // The client vanished in the middle of a word. That is its affair: the next one is waiting.
      if (!(error instanceof SystemError)) throw error;
    } finally {
      stream.close();
    }
  }
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
    // More than once, if the replies to one read are more than a session is willing to hold.
    for (session.process(); output.length > 0; session.process()) {
      stream.writeAll(output.bytes());
      output.consume(output.length);
    }
  }
}

function describe(stream: Stream, id: number): Connection {
  const { fd } = stream;
  const remote = stream.remoteAddress;
  const local = stream.localAddress;
  return {
    id,
    fd,
    remoteAddress: `${remote.host}:${remote.port}`,
    localAddress: `${local.host}:${local.port}`,
    flush() {},
    close() {
      stream.close();
    },
  };
}
