// Stage 02 in a page: its session, bytes in and bytes out, as its server drives it.

import { courseCommands } from '@byor/02-protocol/cli';
import { respond, Session } from '@byor/02-protocol/core';
import type { PageServer } from './page-server.ts';

export const docs = courseCommands().filter(({ name }) => /^(PING|ECHO|HELLO|QUIT)$/.test(name));

export function open(): PageServer {
  let session = new Session(respond);
  return {
    docs,
    speaksResp: true,
    get isClosed() {
      return session.closing;
    },
    talk(bytes) {
      if (session.closing) session = new Session(respond);
      const { input, output } = session;
      input.feed(bytes);
      session.process();
      return output.take();
    },
    listen() {},
    close() {},
  };
}
