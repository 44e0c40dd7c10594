// The keyspace's verbs against a plain Map, and what counts as an access.

import { Slice } from '@byor/03-event-loop/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Keyspace } from '../src/keyspace.ts';
import type { Value } from '../src/value.ts';

function open(nowMs = 0) {
  const context = {
    seed: [1, 2] as const,
    nowMs,
    now: () => context.nowMs,
    random: () => 0,
    lookups: { hits: 0, misses: 0 },
  };
  return { context, db: new Keyspace(context), other: new Keyspace(context) };
}

const name = fc.constantFrom('a', 'b', 'c', '');
const step = fc.oneof(
  fc.record({
    verb: fc.constantFrom('set', 'update') as fc.Arbitrary<'set' | 'update'>,
    name,
    value: fc.nat(),
  }),
  fc.record({ verb: fc.constant('delete' as const), name }),
  fc.record({
    verb: fc.constantFrom('rename', 'copy') as fc.Arbitrary<'rename' | 'copy'>,
    name,
    to: name,
  }),
  fc.record({ verb: fc.constant('clear' as const) }),
);

describe('as a map', () => {
  test('any sequence of verbs leaves what a Map would hold', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { db } = open();
        const model = new Map<string, Value>();
        for (const each of steps) {
          if (each.verb === 'clear') {
            db.clear();
            model.clear();
          } else if (each.verb === 'delete') {
            expect(db.delete(Slice.of(each.name))).toBe(model.delete(each.name));
          } else if ('to' in each) {
            const value = model.get(each.name);
            if (value === undefined || each.to === each.name) continue;
            if (each.verb === 'rename') model.delete(each.name);
            model.set(each.to, value);
            if (each.verb === 'rename') db.rename(each.name, Slice.of(each.to));
            else db.copy(Slice.of(each.name), db, each.to);
          } else {
            model.set(each.name, each.value);
            db[each.verb](Slice.of(each.name), each.value);
          }
          const held = new Map<string, Value>();
          db.forEach((key, value) => {
            held.set(key, value);
          });
          expect(held).toEqual(model);
          expect(db.size).toBe(model.size);
        }
      }),
    );
  });

  test('a move leaves one database and enters the other', () => {
    const { db, other } = open();
    db.set('k', 'v');
    db.move('k', other);
    expect([db.has('k'), other.peek('k')]).toEqual([false, 'v']);
  });
});

describe('accesses', () => {
  test('get counts hits and misses; lookup and peek do not', () => {
    const { db, context } = open();
    db.set('k', 'v');
    db.get('k');
    db.get('missing');
    db.lookup('k');
    db.peek('missing');
    expect(context.lookups).toEqual({ hits: 1, misses: 1 });
  });

  test('idle time begins anew with every access, and peek is none', () => {
    const { db, context } = open(1_000_000);
    db.set('k', 'v');
    context.nowMs += 9_999;
    db.peek('k');
    expect(db.idleSeconds('k')).toBe(9);
    db.lookup('k');
    expect(db.idleSeconds('k')).toBe(0);
    expect(db.idleSeconds('missing')).toBeUndefined();
  });
});
