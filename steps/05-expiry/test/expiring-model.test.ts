// The keyspace against a model that buries its dead before each step: what is seen, and that each death is told once.

import { Slice } from '@byor/04-kv/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExpiringKeyspace } from '../src/expiring-keyspace.ts';
import { type Life, lives, open, scanned } from './world.ts';

/** A database as one would write it without a thought for speed: before each step it buries its dead. */
class Model extends Map<string, Life> {
  deaths = 0;

  mortals(): number {
    return [...this.values()].filter(({ whenMs }) => whenMs !== undefined).length;
  }

  bury(nowMs: number): void {
    for (const [key, { whenMs }] of this) {
      if (whenMs === undefined || whenMs >= nowMs) continue; // of numbers and bigints alike
      this.delete(key);
      this.deaths++;
    }
  }
}

const name = fc.constantFrom('a', 'b', 'c', '');
const step = fc.record({
  verb: fc.constantFrom(
    ...([
      'set',
      'update',
      'resize',
      'delete',
      'rename',
      'copy',
      'move',
      'expire',
      'persist',
    ] as const),
    ...(['reap', 'clear', 'random', 'scan'] as const),
  ),
  name,
  to: name,
  value: fc.nat(200),
  /** On a clock that moves by up to 30 ms a step; some beyond what a double tells apart. */
  delayMs: fc.oneof(
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 8, arbitrary: fc.integer({ min: -20, max: 100 }) },
    { weight: 1, arbitrary: fc.constantFrom(2n ** 53n + 1n, 2n ** 60n + 3n) },
  ),
  passedMs: fc.integer({ min: 0, max: 30 }),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

test('any sequence of verbs, while time passes, leaves what a model holds', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const { world, db, other } = open();
      const models = [new Model(), new Model()] as const;
      for (const each of steps) {
        world.nowMs += each.passedMs;
        for (const model of models) model.bury(world.nowMs);
        take(each, world.nowMs, [db, other], models);
        for (const model of models) model.bury(world.nowMs); // a deadline may have been over when it was given
        expect(lives(db)).toEqual(new Map(models[0]));
        expect(lives(other)).toEqual(new Map(models[1]));
      }
      db.reapDue(Number.POSITIVE_INFINITY);
      other.reapDue(Number.POSITIVE_INFINITY);
      expect([db.size, other.size]).toEqual(models.map(({ size }) => size));
      expect([db.expires, other.expires]).toEqual(models.map((model) => model.mortals()));
      expect(world.told).toHaveLength(models[0].deaths + models[1].deaths);
    }),
    { numRuns: 400 },
  );
});

function take(
  { verb, name, to, value, delayMs }: Step,
  nowMs: number,
  [db, other]: readonly [ExpiringKeyspace, ExpiringKeyspace],
  [model, otherModel]: readonly [Model, Model],
): void {
  const key = Slice.of(name);
  const life = model.get(name);
  const whenMs = typeof delayMs === 'number' ? nowMs + delayMs : delayMs;
  const text = 'v'.repeat(value); // some stand behind their key, some have a block of their own
  switch (verb) {
    case 'set':
      db.set(key, text, whenMs);
      model.set(name, { text, whenMs });
      break;
    case 'update':
      db.update(key, text);
      model.set(name, { text, whenMs: life?.whenMs });
      break;
    case 'resize': {
      const before = life?.text ?? '';
      const length = Math.max(before.length, value);
      expect(db.resize(key, length).length).toBe(length);
      model.set(name, { text: before.padEnd(length, '\0'), whenMs: life?.whenMs });
      break;
    }
    case 'delete':
      expect(db.delete(key)).toBe(model.delete(name));
      break;
    case 'expire':
      expect(db.expireAt(key, whenMs ?? 0)).toBe(life !== undefined);
      if (life) model.set(name, { ...life, whenMs: whenMs ?? 0 });
      break;
    case 'persist':
      expect(db.persist(key)).toBe(life?.whenMs !== undefined);
      if (life) model.set(name, { ...life, whenMs: undefined });
      break;
    case 'move':
      if (life === undefined) break;
      db.move(key, other);
      otherModel.set(name, life);
      model.delete(name);
      break;
    case 'rename':
    case 'copy':
      if (life === undefined || to === name) break;
      if (verb === 'rename') db.rename(key, Slice.of(to));
      else db.copy(key, db, Slice.of(to));
      model.set(to, life);
      if (verb === 'rename') model.delete(name);
      break;
    case 'reap':
      expect(db.reapDue(value % 3)).toBeLessThanOrEqual(value % 3);
      break;
    case 'random':
      expect(db.randomKey() ?? 'none').toSatisfy(
        (drawn: string) => model.has(drawn) || model.size === 0,
      );
      break;
    case 'scan':
      expect(new Set(scanned(db))).toEqual(new Set(model.keys()));
      break;
    case 'clear':
      db.reapDue(Number.POSITIVE_INFINITY); // what is cleared is not told
      db.clear();
      model.clear();
  }
}
