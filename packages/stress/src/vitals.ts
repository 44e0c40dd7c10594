// What a server's process takes of the machine: memory and descriptors, from /proc where there is one.

import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface Vitals {
  readonly rssBytes: number;
  readonly descriptors: number;
}

/** Undefined where the system does not tell (no /proc). */
export function vitalsOf(pid: number): Vitals | undefined {
  const folder = `/proc/${pid}`;
  if (!existsSync(`${folder}/fd`)) return undefined;
  const [, rssKb = '0'] =
    /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`${folder}/status`, 'utf8')) ?? [];
  return { rssBytes: Number(rssKb) * 1024, descriptors: readdirSync(`${folder}/fd`).length };
}

/** Samples until it is told to stop. */
export class PeakMemory {
  peakBytes = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(pid: number, everyMs = 250) {
    const look = () => {
      this.peakBytes = Math.max(this.peakBytes, vitalsOf(pid)?.rssBytes ?? 0);
    };
    look();
    this.#timer = setInterval(look, everyMs).unref();
  }

  stop(): number {
    clearInterval(this.#timer);
    return this.peakBytes;
  }
}
