// Stage 01 in a page: its blocking server on a kernel in memory.

import { echo, Listener, serve } from '@byor/01-socket/core';
import { type ClientEnd, Kernel, onKernel, Thread } from '@byor/libc/page';
import type { PageServer } from './page-server.ts';

const PORT = 7001;

export function open(): PageServer {
  const kernel = new Kernel();
  const server = new Thread(() => serve(Listener.open({ host: '127.0.0.1', port: PORT }), echo));
  const turn = () => onKernel(kernel, () => server.resume());
  turn();
  const client: ClientEnd = kernel.connect(PORT);
  return {
    docs: [],
    speaksResp: false,
    isClosed: false,
    talk(bytes) {
      client.send(bytes);
      turn();
      return client.receive();
    },
    listen() {},
    close() {},
  };
}
