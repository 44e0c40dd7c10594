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

/** Somebody waits in setImmediate, so Node must turn at once. (A second loop beside this one would always be such a somebody.) */
function immediateWaits(): boolean {
  return process.getActiveResourcesInfo().includes('Immediate');
}

/**
 * Two loops, one wait: libuv, Node's loop, has a descriptor that is readable when Node has something to do (a worker has
 * answered, a file is read, a signal came). We watch it like any other, as Electron does to put Node beside its own loop.
 * Only Node's timers do not show there, hence the longest wait.
 */
export function besideNode(loop: EventLoop): Promise<void> {
  let nodeIsReady = false;
  const nodeFd = nodeBackendFd();
  if (nodeFd !== undefined) {
    loop.watch(nodeFd, READABLE, () => {
      nodeIsReady = true;
    });
  }

  /** Our turns between two of Node's. One of Node's costs 1 to 2 µs: under load it comes once a ms, not after each of ours. */
  const turns = () => {
    nodeIsReady = false;
    let ready = loop.turn(immediateWaits() ? 0 : LONGEST_WAIT_MS);
    const startedMs = loop.now;
    while (loop.running && ready > 0 && !nodeIsReady && loop.now === startedMs) {
      ready = loop.turn(LONGEST_WAIT_MS);
    }
  };

  return new Promise((resolve, reject) => {
    const step = () => {
      try {
        loop.runPhases(); // what Node's callbacks have left to be written or sent
        if (loop.running) {
          turns();
          setImmediate(step);
        } else {
          if (nodeFd !== undefined) loop.unwatch(nodeFd);
          resolve();
        }
      } catch (error) {
        reject(error);
      }
    };
    setImmediate(step);
  });
}
