// maxmemory: before each command room is made if there is too little; what may take more is refused when there is none.

import {
  type Call,
  type Engine,
  hang,
  integerWithin,
  memoryWithin,
  oneOf,
  ReplyError,
} from '@byor/04-kv/core';
import type { Evictor } from './evictor.ts';
import type { Frequency } from './frequency.ts';
import { type EvictionPolicy, POLICIES } from './policy.ts';

const INT_MAX = 2 ** 31 - 1;
const ULONG_MAX = 2n ** 64n - 1n;

export function eviction(engine: Engine, evictor: Evictor, frequency: Frequency): void {
  defineParameters(engine, evictor, frequency);
  engine.hooks.maintain.push(() => evictor.run() === 'in progress');
  engine.info.add('Stats', () => {
    const { total, current } = evictor.exceededMs();
    return {
      evicted_keys: evictor.evicted,
      total_eviction_exceeded_time: total,
      current_eviction_exceeded_time: current,
    };
  });
  engine.stats.onReset(() => evictor.resetStats());
}

function defineParameters({ config, hooks }: Engine, evictor: Evictor, frequency: Frequency): void {
  const makeRoom = ({ command }: Call) => {
    if (evictor.run() !== 'nothing left' || !command.flags.includes('denyoom')) return;
    command.rejected++;
    throw new ReplyError("OOM command not allowed when used memory > 'maxmemory'.");
  };
  config.replace(
    {
      name: 'maxmemory',
      default: '0',
      summary: 'bytes of memory from which on keys are evicted or writes refused; 0: no limit',
      parse: memoryWithin(0, ULONG_MAX),
      apply: (bytes) => {
        evictor.limitBytes = Number(bytes);
        hang(hooks.before, makeRoom, evictor.limitBytes > 0);
        evictor.run();
      },
    },
    {
      name: 'maxmemory-policy',
      default: 'noeviction',
      summary: `which keys go when maxmemory is reached: ${Object.keys(POLICIES).join(', ')}`,
      parse: oneOf(...Object.keys(POLICIES)),
      apply: (name) => {
        evictor.policy = POLICIES[name] as EvictionPolicy;
        evictor.forget();
        frequency.tracked = evictor.policy.victim === 'least frequently used';
      },
    },
  );
  config.define(
    {
      name: 'maxmemory-samples',
      default: '5',
      summary: 'keys that are drawn to find a victim: more of them, and it is a better one',
      parse: integerWithin(1, INT_MAX),
      apply: (count) => {
        evictor.samples = Number(count);
      },
    },
    {
      name: 'maxmemory-eviction-tenacity',
      default: '10',
      summary:
        'how long a turn may evict: 0 not at all, 10 for half a millisecond, 100 without end',
      parse: integerWithin(0, 100),
      apply: (tenacity) => {
        evictor.budgetUs = budgetUs(Number(tenacity));
      },
    },
    {
      name: 'lfu-log-factor',
      default: '10',
      summary: 'how many more uses each step of the frequency counter takes',
      parse: integerWithin(0, INT_MAX),
      apply: (factor) => {
        frequency.logFactor = Number(factor);
      },
    },
    {
      name: 'lfu-decay-time',
      default: '1',
      summary: 'minutes without use after which the frequency counter falls by one; 0: never',
      parse: integerWithin(0, INT_MAX),
      apply: (minutes) => {
        frequency.decayMinutes = Number(minutes);
      },
    },
  );
}

/** As Redis: linear up to 10, then 15 % more for each step. */
function budgetUs(tenacity: number): number {
  if (tenacity === 100) return Number.POSITIVE_INFINITY;
  return tenacity <= 10 ? 50 * tenacity : 500 * 1.15 ** (tenacity - 10);
}
