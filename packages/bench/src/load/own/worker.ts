// The thread of the load: it does nothing else, and blocks in poll(2) while it waits.

import { parentPort } from 'node:worker_threads';
import { type Job, type Report, runLoad } from './load.ts';

/** What comes back for a job. */
export type Answer = { readonly report: Report } | { readonly error: string };

parentPort?.on('message', (job: Job) => parentPort?.postMessage(answer(job)));

function answer(job: Job): Answer {
  try {
    return { report: runLoad(job) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
