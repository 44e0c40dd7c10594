// Stage 03 in a page: each request is a turn of its loop, on a kernel in memory.

import { LoopWorld } from '../../03-loop/world.ts';
import type { PageServer } from './page-server.ts';
import { docs } from './stage-02.ts';

export function open(): PageServer {
  const world = new LoopWorld();
  let client = world.connect();
  return {
    docs,
    speaksResp: true,
    get isClosed() {
      return client.toClient.ended;
    },
    talk(bytes) {
      if (client.toClient.ended) client = world.connect();
      for (let sent = 0; sent < bytes.length; ) {
        sent += client.send(bytes.subarray(sent));
        world.turn();
        world.turn();
      }
      return client.receive();
    },
    listen() {},
    close() {
      client.end();
    },
  };
}
