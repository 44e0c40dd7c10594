// What runs in a chapter, each fetched when the reader comes near. Heights are those of what is shown: the first on a
// wide page, the second on a telephone.

import { type Component, defineComponent, h } from 'vue';
import './visualisers.css';
import WhenNear from './WhenNear.vue';

interface Place {
  readonly title: string;
  readonly height: number;
  readonly phoneHeight: number;
}

function near(load: () => Promise<{ default: Component }>, place: Place): Component {
  return defineComponent({
    inheritAttrs: false,
    setup:
      (_, { attrs }) =>
      () =>
        h(WhenNear, { load, ...place, given: { ...attrs } }),
  });
}

export const visualisers: Readonly<Record<string, Component>> = {
  PageTerminal: near(() => import('./terminal/PageTerminal.vue'), {
    title: 'A terminal on this stage, running in the page',
    height: 380,
    phoneHeight: 400,
  }),
  FrontTerminal: near(() => import('./terminal/FrontTerminal.vue'), {
    title: 'A terminal on the whole server, running in the page',
    height: 440,
    phoneHeight: 420,
  }),
  BlockingServer: near(() => import('./01-blocking/BlockingServer.vue'), {
    title: 'Two clients and a blocking server on a time line of system calls',
    height: 560,
    phoneHeight: 640,
  }),
  WireBytes: near(() => import('./02-wire/WireBytes.vue'), {
    title:
      'The wire: bytes of a request that may be cut anywhere, and the parser that waits for the rest',
    height: 540,
    phoneHeight: 690,
  }),
  EventLoopTurns: near(() => import('./03-loop/EventLoopTurns.vue'), {
    title: 'The event loop: descriptors, interest, readiness and buffers, turn by turn',
    height: 620,
    phoneHeight: 860,
  }),
  DyingKeys: near(() => import('./05-deaths/DyingKeys.vue'), {
    title: 'The heap and the clock: keys that die lazily and by the cycle',
    height: 620,
    phoneHeight: 690,
  }),
  LogOnDisk: near(() => import('./06-log/LogOnDisk.vue'), {
    title: 'The append-only file on its disk: recorded, synced, cut off, replayed, rewritten',
    height: 620,
    phoneHeight: 740,
  }),
  TableMoves: near(() => import('./04-table/TableMoves.vue'), {
    title: 'The table: its buckets, two arrays while it grows, and the way of SCAN through them',
    height: 740,
    phoneHeight: 760,
  }),
  CountingTree: near(() => import('./07-tree/CountingTree.vue'), {
    title: 'The tree that counts, and the member table: insert, rotations, ranks',
    height: 580,
    phoneHeight: 700,
  }),
};
