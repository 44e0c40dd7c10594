// All garbage collected now, and what is left: what objects and buffers hold, not how long ago the collector came by.

import { Session } from 'node:inspector';

/** A full collection, which also gives back the room of the young ones. It begins once nothing is on the stack. */
export async function collectGarbage(): Promise<void> {
  const session = new Session();
  session.connect();
  await new Promise<void>((resolve, reject) => {
    session.post('HeapProfiler.collectGarbage', (error) => (error ? reject(error) : resolve()));
  });
  session.disconnect();
}

/** Bytes that are held on the heap and in buffers. */
export async function heldBytes(): Promise<number> {
  await collectGarbage();
  await collectGarbage(); // what the first one found in buffers is swept by now
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const WEIGHED_BYTES = 8 * 1024 * 1024;
/** Only after some objects of a class does V8 know how many fields they will have. */
const WARM_UP = 100;

/** Things are weighed so often: once in a while V8 optimizes what makes them meanwhile, and gives these other room. */
const WEIGHINGS = 3;

/**
 * Bytes that each thing takes, weighed by so many that what else is on the heap does not count: the median of some weighings.
 * `aboutBytes`: what it may take.
 */
export async function bytesEach(aboutBytes: number, make: (n: number) => unknown): Promise<number> {
  for (let n = 0; n < WARM_UP; n++) make(n);
  const count = Math.ceil(WEIGHED_BYTES / aboutBytes);
  const weighed: number[] = [];
  for (let left = WEIGHINGS; left > 0; left--) weighed.push(await weigh(count, make));
  return weighed.sort((a, b) => a - b)[WEIGHINGS >> 1] as number;
}

/** Bytes of each of `count` things. */
async function weigh(count: number, make: (n: number) => unknown): Promise<number> {
  const things: unknown[] = new Array(count).fill(undefined);
  const beforeBytes = await heldBytes();
  for (let n = 0; n < count; n++) things[n] = make(n);
  const bytes = (await heldBytes()) - beforeBytes;
  return bytes / things.length; // so that they are still held
}
