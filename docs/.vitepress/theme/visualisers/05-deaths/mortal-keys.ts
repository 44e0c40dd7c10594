// Keys with deadlines under a clock that the reader drags. The engine is stage 05's: who asks for a dead key buries it, and
// a turn's active cycle buries the others. Time runs in seconds from a moment of our own.

import { ask } from '../shared/ask.ts';
import { seenEngine } from './seen-keyspace.ts';

const START_MS = 1_700_000_000_000;
export const SPAN_S = 60;

export interface MortalKey {
  readonly key: string;
  /** Seconds from the start; undefined: it has no deadline. */
  readonly whenS: number | undefined;
  readonly place: number;
  /** Past its deadline, and still in the table. */
  readonly isDead: boolean;
}

export interface Event {
  readonly id: number;
  readonly kind: 'asked' | 'dead';
  readonly text: string;
}

const MOST_EVENTS = 40;

const FIRST: Readonly<Record<string, number>> = {
  a: 9,
  b: 14,
  c: 22,
  d: 27,
  e: 33,
  f: 38,
  g: 44,
  h: 51,
  i: 56,
};

export class MortalKeys {
  nowS = 0;
  cycleRuns = true;
  /** The newest first. */
  readonly log: Event[] = [];
  readonly #seen = seenEngine(() => START_MS + this.nowS * 1000);
  readonly #client = this.#seen.engine.connect();
  #nextKey = 'j';
  #isCycle = false;
  #nextId = 0;

  constructor() {
    for (const [key, seconds] of Object.entries(FIRST)) this.ask('SET', key, 'v', 'EX', seconds);
    this.log.length = 0;
    // Nobody here sends a DEL: each is a death's.
    this.#seen.engine.hooks.write.push((_, request) => {
      const [name, key] = request.strings();
      const how = this.#isCycle ? 'is removed by the cycle' : 'is found dead when asked for';
      if (name === 'DEL') this.#note('dead', `${key} ${how}; recorded as DEL ${key}`);
    });
  }

  get keys(): MortalKey[] {
    return this.#seen
      .look()
      .map(({ key, whenMs, place }): MortalKey => {
        const whenS = whenMs === undefined ? undefined : (whenMs - START_MS) / 1000;
        return { key, whenS, place, isDead: whenS !== undefined && whenS < this.nowS };
      })
      .sort((a, b) => a.place - b.place);
  }

  /** Time passes, or is set back; then a turn. */
  moveTo(seconds: number): void {
    this.nowS = seconds;
    this.turn();
  }

  turn(): void {
    if (!this.cycleRuns) return;
    this.#isCycle = true;
    while (this.#seen.engine.maintain());
    this.#isCycle = false;
  }

  /** Runs a command as a client would. */
  ask(...parts: (string | number)[]): string {
    const reply = ask(this.#client, ...parts);
    this.#note('asked', `${parts.join(' ')}  →  ${reply}`);
    return reply;
  }

  add(seconds: number): string {
    const key = this.#nextKey;
    this.#nextKey = String.fromCharCode(key.charCodeAt(0) + 1);
    this.ask('SET', key, 'v', 'EX', seconds);
    return key;
  }

  #note(kind: Event['kind'], text: string): void {
    this.log.unshift({ id: this.#nextId++, kind, text });
    this.log.length = Math.min(this.log.length, MOST_EVENTS);
  }
}
