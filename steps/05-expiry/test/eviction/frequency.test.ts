// A count in one byte: how it rises, on average over many keys, and how it falls.

import { describe, expect, test } from 'vitest';
import { Frequency } from '../../src/core.ts';
import { randomFrom } from './open.ts';

const MINUTE_MS = 60_000;

function open(seed = 1) {
  const clock = { nowMs: 1_700_000_000_000 };
  const frequency = new Frequency({ now: () => clock.nowMs, random: randomFrom(seed) });
  const used = (times: number) => {
    let word = frequency.initial();
    for (let n = 0; n < times; n++) word = frequency.next(word);
    return word;
  };
  return { clock, frequency, used };
}

/** Uses after which a counter is expected to have climbed to `count`: a step from c takes (c - 5) * factor + 1 of them. */
function usesFor(count: number, factor: number): number {
  let uses = 0;
  for (let at = 5; at < count; at++) uses += (at - 5) * factor + 1;
  return uses;
}

describe('the counter', () => {
  test('of a new key is 5', () => {
    const { frequency } = open();
    expect(frequency.of(frequency.initial())).toBe(5);
  });

  test.each([
    [20, 10],
    [60, 10],
    [60, 1],
    [255, 1],
  ])(
    'comes near %i by as many uses as Morris’s law has it, with the factor %i',
    (count, factor) => {
      const { frequency, used } = open();
      frequency.logFactor = factor;
      const keys = count === 255 ? 5 : 60;
      let sum = 0;
      for (let n = 0; n < keys; n++) sum += frequency.of(used(usesFor(count, factor)));
      expect(sum / keys).toBeGreaterThan(count * 0.93);
      expect(sum / keys).toBeLessThan(count * 1.05);
    },
  );

  test('rises with every use under the factor 0, and stops at 255', () => {
    const { frequency, used } = open();
    frequency.logFactor = 0;
    expect(frequency.of(used(7))).toBe(12);
    expect(frequency.of(used(1000))).toBe(255);
  });

  test('falls by one a minute, and not below 0', () => {
    const { frequency, used, clock } = open();
    frequency.logFactor = 0;
    const word = used(15);
    for (const [minutes, count] of [
      [1, 19],
      [2.5, 17],
      [16, 1],
      [4, 0],
    ] as const) {
      clock.nowMs += Math.ceil(minutes * MINUTE_MS);
      expect(frequency.of(word)).toBe(count);
    }
  });

  test('goes on from where it has fallen to', () => {
    const { frequency, used, clock } = open();
    frequency.logFactor = 0;
    const word = used(15);
    clock.nowMs += 10 * MINUTE_MS;
    expect(frequency.of(frequency.next(word))).toBe(11);
  });

  test('falls as slowly as it is told, or never', () => {
    const { frequency, used, clock } = open();
    frequency.logFactor = 0;
    const word = used(15);
    clock.nowMs += 10 * MINUTE_MS;
    frequency.decayMinutes = 3;
    expect(frequency.of(word)).toBe(17);
    frequency.decayMinutes = 0;
    expect(frequency.of(word)).toBe(20);
  });

  test('falls rightly when the minutes have gone round in their 16 bits', () => {
    const { frequency, used, clock } = open();
    frequency.logFactor = 0;
    clock.nowMs = (2 ** 16 - 2) * MINUTE_MS;
    const word = used(15);
    clock.nowMs += 5 * MINUTE_MS;
    expect(frequency.of(word)).toBe(15);
  });
});
