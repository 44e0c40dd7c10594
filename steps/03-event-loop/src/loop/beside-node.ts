// Drives our loop beside Node's own in one thread: each must turn, and neither may keep the other waiting.
// Node's turn is asked for with setImmediate and costs some 2 µs, so under load ours turns several times for one of Node's.
import { nodeBackendFd } from '@byor/libc';
import type { EventLoop } from './event-loop.ts';
import { READABLE } from './poller.ts';

/** Under load: how long a wait may last before Node has had its turn, in ms. */
const NAP_MS = 1;

/** With nothing to do: the most that Node's timers are late, in ms. */
const SLEEP_MS = 10;

/**
 * Two loops, one wait: libuv, Node's loop, has a descriptor that is readable when Node has something to do (a worker has
 * answered, a file is read, a signal came). We watch it like any other, as Electron does to put Node beside its own loop.
 * Only Node's timers do not show there, so a wait is never longer than SLEEP_MS.
 */
export function besideNode(loop: EventLoop): Promise<void> {
  let nodeIsReady = false;
  let ready = 0;
  const nodeFd = nodeBackendFd();
  if (nodeFd !== undefined) {
    loop.watch(nodeFd, READABLE, () => {
      nodeIsReady = true;
    });
  }
  /** Our turns between two of Node's: all that fit into one tick of the clock. */
  const turns = () => {
    loop.runPhases(); // what Node's callbacks have left to be written or sent
    nodeIsReady = false;
    ready = loop.turn(ready > 0 ? NAP_MS : SLEEP_MS);
    const startedMs = loop.now;
    while (loop.running && ready > 0 && !nodeIsReady && loop.now === startedMs) {
      ready = loop.turn(NAP_MS);
    }
  };
  return new Promise((resolve, reject) => {
    const step = () => {
      if (!loop.running) {
        if (nodeFd !== undefined) loop.unwatch(nodeFd);
        resolve();
        return;
      }
      try {
        turns();
        setImmediate(step);
      } catch (error) {
        reject(error);
      }
    };
    setImmediate(step);
  });
}
