// The processor's clock goes on with this thread's work, and with nothing else.

import { expect, test } from 'vitest';
import { supported, threadCpuUs } from '../src/index.ts';

test.skipIf(!supported)('work takes processor time, waiting takes next to none', () => {
  const beforeWorkUs = threadCpuUs();
  const untilMs = performance.now() + 20;
  while (performance.now() < untilMs);
  const workUs = threadCpuUs() - beforeWorkUs;
  const beforeWaitUs = threadCpuUs();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  expect(workUs).toBeGreaterThan(threadCpuUs() - beforeWaitUs);
});
