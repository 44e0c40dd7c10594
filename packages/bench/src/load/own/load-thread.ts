// The load's thread, from outside. It lives as long as the run: a new one would be slow until it is compiled, and tell that
// as the server's latency.

import { Worker } from 'node:worker_threads';
import type { Job, Report } from './load.ts';
import type { Answer } from './worker.ts';

export class LoadThread {
  readonly #worker = new Worker(new URL('./thread.mjs', import.meta.url), { execArgv: [] });

  /** One job at a time. Resolves when all is answered; rejects with the server's first error. */
  run(job: Job): Promise<Report> {
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      const ended = (code: number) => reject(new Error(`the load's thread ended with ${code}`));
      worker.once('error', reject).once('exit', ended);
      worker.once('message', (answer: Answer) => {
        worker.off('error', reject).off('exit', ended);
        if ('report' in answer) resolve(answer.report);
        else reject(new Error(answer.error));
      });
      worker.postMessage(job);
    });
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
