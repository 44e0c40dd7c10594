// What it costs to share a thread with Node's loop: besideNode against a loop that merely bounds its wait.
// Run: npx tsx bench/beside-node.ts. Five seconds for each way; the machine should be idle.

import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { chooseTransport, EventLoop } from '../src/index.ts';
import { besideNode } from '../src/loop/beside-node.ts';
import { PollPoller } from '../src/loop/poll-poller.ts';

const IDLE_MS = 3000;
const ROUNDS = 50;

/** The simple way: a bounded wait, then a turn of Node's, and so on. */
function boundedWait(longestWaitMs: number) {
  return (loop: EventLoop): Promise<void> =>
    new Promise((resolve) => {
      const step = () => {
        loop.turn(longestWaitMs);
        if (loop.running) setImmediate(step);
        else resolve();
      };
      setImmediate(step);
    });
}

async function average(run: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  for (let i = 0; i < ROUNDS; i++) await run();
  return (performance.now() - startMs) / ROUNDS;
}

async function measure(drive: (loop: EventLoop) => Promise<void>) {
  const loop = new EventLoop(new PollPoller(), Date.now, drive);
  const end = loop.run();
  const cpu = process.cpuUsage();
  await delay(IDLE_MS);
  const { user, system } = process.cpuUsage(cpu);
  const timerMs = await average(() => delay(7));
  const readFileMs = await average(() => readFile(import.meta.filename));
  loop.stop();
  await end;
  return {
    'idle, % of a core': round((user + system) / 10 / IDLE_MS),
    'timer of 7 ms late by, ms': round(timerMs - 7),
    'readFile, ms': round(readFileMs),
  };
}

const round = (value: number) => Math.round(value * 100) / 100;

console.log(`Node ${process.version}, ${process.platform} ${process.arch}`);
chooseTransport('poll').close(); // says why, where it cannot run
console.table({
  'Node alone': await measure((loop) => delay(0).then(() => until(loop))),
  'wait at most 1 ms': await measure(boundedWait(1)),
  'wait at most 10 ms': await measure(boundedWait(10)),
  'wait at most 100 ms': await measure(boundedWait(100)),
  'beside Node': await measure(besideNode),
});

/** Our loop does not turn at all: what Node does by itself. */
async function until(loop: EventLoop): Promise<void> {
  while (loop.running) await delay(100);
}
