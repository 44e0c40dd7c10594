// Drives our loop beside Node's own in one thread: each must turn, and neither may keep the other waiting for long.
// bench/beside-node.ts measures this against the simpler ways.

import { nodeBackendFd } from '@byor/libc';
import type { EventLoop } from './event-loop.ts';
import { READABLE } from './poller.ts';

/**
 * Longest wait in the kernel, in ms: the most that Node's timers are late while nothing happens. It costs a hundred
 * wake-ups a second, some 0.4 % of a core. (A wait of 1 ms would be worse under load too: the kernel must set a timer of
 * its own for each, 3 µs a wait; one that lies beyond its next tick is free.)
 */
const LONGEST_WAIT_MS = 10;

/** Under load Node turns so often, in ms: a turn of its own costs as much as a command. */
const NODE_EVERY_MS = 5;

/** Somebody waits in setImmediate, so Node must turn at once. (A second loop beside this one would always be such a somebody.) */
function immediateWaits(): boolean {
  return process.getActiveResourcesInfo().includes('Immediate');
}

/**
 * Turns our loop and lets Node turn, again and again, until our loop is stopped. What Node's callbacks have left to be
 * written or sent leaves before our next wait. Rejects with what a turn throws.
 * @exercise 3.5 Beside Node
 * @tests beside-node
 * @hint One thread, two loops. How does each get its turn, and how does yours learn that Node has something to do?
 * @hint A step of yours, then setImmediate for the next: Node turns between. While Node has nothing to do you may wait in
 *   the kernel, but not longer than LONGEST_WAIT_MS, since its timers do not show; and not at all while somebody waits in
 *   setImmediate.
 * @hint besideNode: watchNode(loop); step: loop.runPhases(); while running turnUntilReady(node, loop) and
 *   setImmediate(step), else unwatch and resolve; reject with what is thrown. turnUntilReady: one turn with 0 or
 *   LONGEST_WAIT_MS; then more while something was ready, Node is not, and loop.now has moved by less than NODE_EVERY_MS.
 */
export function besideNode(loop: EventLoop): Promise<void> {
  const node = watchNode(loop);
  return new Promise((resolve, reject) => {
    const step = () => {
      try {
        loop.runPhases(); // what Node's callbacks have left to be written or sent
        if (loop.running) {
          turnUntilReady(node, loop);
          setImmediate(step);
        } else {
          node.unwatch();
          resolve();
        }
      } catch (error) {
        reject(error);
      }
    };
    setImmediate(step);
  });
}

/**
 * Our turns between two of Node's. One of Node's costs as much as a command or two: under load it comes every few ms, not after each of ours.
 * @exercise 3.5
 */
function turnUntilReady(node: NodeWatch, loop: EventLoop): void {
  node.isReady = false;
  let ready = loop.turn(immediateWaits() ? 0 : LONGEST_WAIT_MS);
  const startedMs = loop.now;
  while (loop.running && ready > 0 && !node.isReady && loop.now - startedMs < NODE_EVERY_MS) {
    ready = loop.turn(LONGEST_WAIT_MS);
  }
}

interface NodeWatch {
  /** Node has something to do. */
  isReady: boolean;
  unwatch(): void;
}

/**
 * Two loops, one wait: libuv, Node's loop, has a descriptor that is readable when Node has something to do (a worker has
 * answered, a file is read, a signal came). We watch it like any other, as Electron does to put Node beside its own loop.
 * Only Node's timers do not show there, hence the longest wait.
 */
function watchNode(loop: EventLoop): NodeWatch {
  const fd = nodeBackendFd();
  if (fd === undefined) return { isReady: false, unwatch() {} };
  const node = { isReady: false, unwatch: () => loop.unwatch(fd) };
  loop.watch(fd, READABLE, () => {
    node.isReady = true;
  });
  return node;
}
