// Stage 02 in a page: its session, bytes in and bytes out, as its server drives it.

import { courseCommands } from '@byor/02-protocol/cli';
import { respond, Session } from '@byor/02-protocol/core';
import type { PageServer } from './page-server.ts';

export const docs = courseCommands().filter(({ name }) => /^(PING|ECHO|HELLO|QUIT)$/.test(name));

export function open(): PageServer {
  let clients = 0;
  const connect = () => connected(++clients);
  let session = connect();
  return {
    docs,
    speaksResp: true,
    get isClosed() {
      return session.closing;
    },
    talk(bytes) {
      if (session.closing) session = connect();
      const { input, output } = session;
      input.feed(bytes);
      session.process();
      return output.take();
    },
    listen() {},
    close() {},
  };
}

/** With a number of its own, which HELLO tells. */
function connected(id: number): Session {
  const address = 'this page';
  const session = new Session(respond);
  session.connection = {
    id,
    fd: -1,
    remoteAddress: address,
    localAddress: address,
    flush() {},
    close() {},
  };
  return session;
}
