// The figures of one long run, as people read them. A figure that is missing is an error: the page would say nothing.

import { shown } from '../program.ts';
import type { RunResult } from '../results.ts';

export class Figures {
  readonly #result: RunResult;

  constructor(result: RunResult) {
    this.#result = result;
  }

  /** 1,234 */
  count(name: string): string {
    return shown(this.#number(name));
  }

  plain(name: string): string {
    return String(this.#number(name));
  }

  /** +0.5, -1 */
  signed(name: string): string {
    const value = this.#number(name);
    return value > 0 ? `+${value}` : String(value);
  }

  mib(name: string): string {
    return `${shown(this.#number(name) / 1024 / 1024)} MiB`;
  }

  /** Seconds as minutes. */
  minutes(name: string): string {
    const minutes = this.#number(name) / 60;
    return minutes >= 1 ? `${shown(minutes)} min` : `${this.plain(name)} s`;
  }

  #number(name: string): number {
    const value = this.#result.figures[name];
    if (typeof value === 'number') return value;
    throw new Error(`results/${this.#result.run}.json has no figure ${name}`);
  }
}
