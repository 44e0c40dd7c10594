// The processor's clock goes on with this thread's work, and with nothing else; a short sleep is one.

import { expect, test } from 'vitest';
import { sleepNs, supported, threadCpuUs } from '../src/index.ts';

test.skipIf(!supported)('work takes processor time, waiting takes next to none', () => {
  const beforeWorkUs = threadCpuUs();
  const untilMs = performance.now() + 20;
  while (performance.now() < untilMs);
  const workUs = threadCpuUs() - beforeWorkUs;
  const beforeWaitUs = threadCpuUs();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  expect(workUs).toBeGreaterThan(threadCpuUs() - beforeWaitUs);
});

test.skipIf(!supported)('a short sleep takes at least as long as asked, and no processor', () => {
  sleepNs(0);
  const startMs = performance.now();
  const startUs = threadCpuUs();
  for (let count = 0; count < 20; count++) sleepNs(1_000_000);
  const wallMs = performance.now() - startMs;
  expect(wallMs).toBeGreaterThanOrEqual(20);
  expect(threadCpuUs() - startUs).toBeLessThan(wallMs * 500);
  expect(() => sleepNs(1e9)).toThrow('nanoseconds must be 0 to 999999999, not 1000000000');
});
