// A server that runs out of descriptors after some twenty clients, then tells how busy it is while others wait, and when it has
// room again.

import { readdirSync } from 'node:fs';
import { setRlimitNofile } from '@byor/libc';
import { type EventLoop, respond, Server, Session } from '../../src/index.ts';
import { countBusyTurns } from './busy-turns.ts';

const OBSERVED_MS = 300;

const server = new Server('starved', {
  port: 0,
  bind: '127.0.0.1',
  transport: process.argv[2] as string,
});
const loop = server.loop as EventLoop;

// The highest number in use counts, not how many are: the limit is one on numbers.
const highest = Math.max(...readdirSync('/dev/fd').map(Number));
setRlimitNofile(highest + 20);

const FULL = 10;
let full = false;
loop.every(10, () => {
  const isFull = server.transport.connections.size >= FULL;
  if (isFull === full) return;
  full = isFull;
  if (!full) return console.log('room again');
  const busyTurns = countBusyTurns(loop);
  loop.after(OBSERVED_MS, () => console.log(`busy turns: ${busyTurns()}`));
});

await server.run(() => new Session(respond));
