// Notices a case that never ends: nothing that runs on the thread that hangs could. Another thread watches the case's number;
// when that stands still for too long it says which case that is, and kills the process.

import { Worker } from 'node:worker_threads';

const LONGEST_CASE_MS = 60_000;

/** Runs in the other thread, which has no TypeScript loader: plain JavaScript. */
const WATCH = `
const { workerData } = require('node:worker_threads');
const { numbers, seed, mostMs } = workerData;
let last = -1;
let sinceMs = Date.now();
setInterval(() => {
  const now = Atomics.load(numbers, 0);
  if (now !== last) { last = now; sinceMs = Date.now(); }
  if (Date.now() - sinceMs < mostMs) return;
  require('node:fs').writeSync(2, '\\nCase ' + now + ' of seed ' + seed + ' does not end. Again: npm run fuzz -- --seed ' + seed + ' --case ' + now + '\\n');
  process.kill(process.pid, 'SIGKILL');
}, 500);
`;

/** @returns what is told the number of each case that begins */
export function watch(seed: number, mostMs = LONGEST_CASE_MS): (number: number) => void {
  const numbers = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(WATCH, { eval: true, workerData: { numbers, seed, mostMs } });
  worker.unref();
  return (number) => {
    Atomics.store(numbers, 0, number);
  };
}
