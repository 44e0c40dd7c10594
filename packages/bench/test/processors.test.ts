// Who was held up: with this very process in the place of the server.

import { supported, threadCpuUs } from '@byor/libc';
import { expect, test } from 'vitest';
import { Processors } from '../src/load/own/processors.ts';

/** No process has this number. */
const NOBODY = 2 ** 30;

/** By the processor's time: on a busy machine the thread works but now and then. */
function work(ms: number): void {
  const untilUs = threadCpuUs() + ms * 1000;
  while (threadCpuUs() < untilUs);
}

test.skipIf(!supported)(
  'an answer never counts for more than it took, nor for less than the server has worked',
  () => {
    const processors = new Processors(process.pid);
    processors.begin();
    work(30);
    expect(processors.ownMs(2)).toBe(2);
    expect(processors.ownMs(100_000)).toBeGreaterThan(0);
    expect(processors.ownMs(100_000)).toBeLessThanOrEqual(100_000);
    processors.close();
  },
);

test('a server that sleeps is not held up: its answer counts as it is', async () => {
  const processors = new Processors(NOBODY);
  processors.begin();
  await new Promise((done) => setTimeout(done, 20));
  const ownMs = processors.ownMs(100_000);
  expect(ownMs).toBeGreaterThan(90_000);
  processors.close();
});
