// The keyspace against a plain Map and a clock that moves: what is seen, what dies, and that each death is told once.

import { Slice } from '@byor/04-kv/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExpiringKeyspace } from '../src/expiring-keyspace.ts';

function open() {
  const world = {
    nowMs: 1000,
    frozen: false,
    told: [] as string[],
  };
  const context = {
    seed: [1, 2] as const,
    now: () => world.nowMs,
    random: () => 0,
    lookups: { hits: 0, misses: 0 },
  };
  const mortality = {
    frozen: () => world.frozen,
    reaped: (keyspace: ExpiringKeyspace, key: string) => {
      world.told.push(`${keyspace === db ? 0 : 1} ${key}`);
    },
  };
  const db = new ExpiringKeyspace(context, mortality);
  const other = new ExpiringKeyspace(context, mortality);
  return { world, db, other };
}

describe('deadlines', () => {
  test('the millisecond of the deadline still belongs to the life', () => {
    const { world, db } = open();
    db.set('k', 'v', 1500);
    world.nowMs = 1500;
    expect([db.has('k'), db.deadline('k')]).toEqual([true, 1500]);
    world.nowMs = 1501;
    expect([db.get('k'), db.size]).toEqual([undefined, 0]);
    expect(world.told).toEqual(['0 k']);
  });

  test('a missing key gets none, and a given one can be taken away', () => {
    const { db } = open();
    expect([db.expireAt('k', 2000), db.persist('k')]).toEqual([false, false]);
    db.set('k', 'v');
    expect([db.persist('k'), db.expireAt('k', 2000), db.expires]).toEqual([false, true, 1]);
    expect([db.persist('k'), db.deadline('k'), db.expires]).toEqual([true, undefined, 0]);
  });

  test('a moment that is not after now is over', () => {
    const { world, db } = open();
    expect([db.isOver(999), db.isOver(1000), db.isOver(1001)]).toEqual([true, true, false]);
    world.frozen = true;
    expect(db.isOver(999)).toBe(false);
  });

  test('the mean time to live is never negative', () => {
    const { db } = open();
    expect(db.averageTtlMs).toBe(0);
    db.set('a', 'v', 3000);
    db.set('b', 'v', 1000);
    expect(db.averageTtlMs).toBe(1000);
    db.set('c', 'v', -9e15);
    expect(db.averageTtlMs).toBe(0);
  });
});

describe('a dead key', () => {
  function withDead() {
    const opened = open();
    opened.db.set('dead', 'v', 999);
    opened.db.set('alive', 'v');
    return opened;
  }

  test('is told before it goes', () => {
    const seen: (string | undefined)[] = [];
    const { world, db } = withDead();
    world.told.push = (...lines) => {
      seen.push(...lines, String(db.size));
      return 0;
    };
    expect(db.has('dead')).toBe(false);
    expect([seen, db.size]).toEqual([['0 dead', '2'], 1]);
  });

  test('is passed over by forEach, goes in a scan, and is never drawn', () => {
    const { db, world } = withDead();
    expect([[...lives(db).keys()], db.size]).toEqual([['alive'], 2]);
    expect([scanned(db), db.size, world.told]).toEqual([['alive'], 1, ['0 dead']]);
    const { db: another } = withDead();
    another.delete('alive');
    expect([another.randomKey(), another.size]).toEqual([undefined, 0]);
  });

  test('that is written over has died first, and the new life is without end', () => {
    const { world, db } = withDead();
    db.update('dead', 'w');
    expect([db.get('dead'), db.deadline('dead'), world.told]).toEqual(['w', undefined, ['0 dead']]);
  });

  test('stays while the keyspaces are frozen, and goes after', () => {
    const { world, db } = withDead();
    world.frozen = true;
    expect([db.get('dead'), db.deadline('dead'), db.hasDue(), db.reapDue(9)]).toEqual([
      'v',
      999,
      false,
      0,
    ]);
    world.frozen = false;
    expect([db.hasDue(), db.reapDue(9), db.hasDue()]).toEqual([true, 1, false]);
  });
});

test('the active cycle takes no more than it may, the earliest first', () => {
  const { world, db } = open();
  for (const whenMs of [3, 1, 4, 2, 5000]) db.set(`k${whenMs}`, 'v', whenMs);
  expect(db.reapDue(3)).toBe(3);
  expect(world.told).toEqual(['0 k1', '0 k2', '0 k3']);
  expect([db.reapDue(3), db.size, db.expires]).toEqual([1, 1, 1]);
});

interface Life {
  readonly value: number;
  readonly whenMs: number | undefined;
}

/** A database as one would write it without a thought for speed: before each step it buries its dead. */
class Model extends Map<string, Life> {
  deaths = 0;

  bury(nowMs: number): void {
    for (const [key, { whenMs }] of this) {
      if (whenMs === undefined || whenMs >= nowMs) continue;
      this.delete(key);
      this.deaths++;
    }
  }
}

const name = fc.constantFrom('a', 'b', 'c', '');
const step = fc.record({
  verb: fc.constantFrom(
    ...(['set', 'update', 'delete', 'rename', 'copy', 'move', 'expire', 'persist'] as const),
    ...(['reap', 'clear', 'random', 'scan'] as const),
  ),
  name,
  to: name,
  value: fc.nat(),
  /** On a clock that moves by up to 30 ms a step. */
  delayMs: fc.oneof(fc.constant(undefined), fc.integer({ min: -20, max: 100 })),
  passedMs: fc.integer({ min: 0, max: 30 }),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

test('any sequence of verbs, while time passes, leaves what a model holds', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
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
      expect(world.told).toHaveLength(models[0].deaths + models[1].deaths);
    }),
    { numRuns: 1000 },
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
  const whenMs = delayMs === undefined ? undefined : nowMs + delayMs;
  switch (verb) {
    case 'set':
      db.set(key, value, whenMs);
      model.set(name, { value, whenMs });
      break;
    case 'update':
      db.update(key, value);
      model.set(name, { value, whenMs: life?.whenMs });
      break;
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

function scanned(db: ExpiringKeyspace): string[] {
  const found: string[] = [];
  let cursor = 0;
  do cursor = db.scan(cursor, (key) => found.push(key));
  while (cursor !== 0);
  return found;
}

/** As forEach and deadline see them: neither lets a key go. */
function lives(db: ExpiringKeyspace): Map<string, Life> {
  const found = new Map<string, Life>();
  db.forEach((key, value) => {
    found.set(key, { value: value as number, whenMs: db.deadline(key) as number | undefined });
  });
  return found;
}
