// The keyspace's verbs against plain Maps, what a value's life takes along, and what counts as an access.

import { Slice } from '@byor/03-event-loop/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Keyspace } from '../src/keyspace.ts';
import type { Ref } from '../src/memory/arena.ts';
import { SIZE_CLASSES } from '../src/memory/size-classes.ts';
import { addInt64, type Int64, parseInt64 } from '../src/text/numbers.ts';
import { FORMS, isString, type StringForm, stringEncoding, type Value } from '../src/value.ts';
import { randomFrom } from './random-from.ts';
import { Box, kept } from './values.ts';

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

const refuse = () => {
  throw new Error('not an integer');
};

/** What a key holds, as the model has it. */
type Life =
  | { readonly box: readonly string[] }
  | { readonly text: string; readonly form: StringForm };

function livesOf(db: Keyspace): Map<string, Life> {
  const lives = new Map<string, Life>();
  db.forEach((key, value) => {
    const life = isString(value) ? { text: value.text() } : { box: [...(value as Box).items] };
    lives.set(key, life as Life);
  });
  for (const [key, life] of lives) {
    if ('text' in life) lives.set(key, { ...life, form: db.encoding(key) as never });
  }
  return lives;
}

/** The same for the model: of the forms only the encoding is seen. */
function seenOf(model: ReadonlyMap<string, Life>): Map<string, unknown> {
  return new Map(
    [...model].map(([key, life]) => [
      key,
      'box' in life
        ? { box: [...life.box] }
        : { text: life.text, form: stringEncoding(Slice.of(life.text), life.form) },
    ]),
  );
}

const name = fc.constantFrom('a', 'b', 'c', '', '\0\xff', 'n'.repeat(300));
const text = fc.oneof(
  fc.constantFrom('', '7', '-12', '1.5', 'x'.repeat(44), 'x'.repeat(45), 'x'.repeat(1 << 20)),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.integer({ min: 0, max: 40_000 }).map((length) => 'y'.repeat(length)),
);
const step = fc.record({
  verb: fc.constantFrom(
    ...(['set', 'set', 'update', 'float', 'count', 'append', 'append', 'box', 'put'] as const),
    ...(['delete', 'rename', 'rename', 'copy', 'copy', 'copyAway', 'move', 'clear'] as const),
  ),
  name,
  to: name,
  text,
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

describe('as a map', () => {
  test('any sequence of verbs leaves what Maps would hold', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const { db, other } = open();
        const models = [new Map<string, Life>(), new Map<string, Life>()] as const;
        for (const each of steps) {
          take(each, db, other, models);
          expect([db.size, other.size]).toEqual(models.map(({ size }) => size));
          expect(livesOf(db)).toEqual(seenOf(models[0]));
        }
        expect(livesOf(other)).toEqual(seenOf(models[1]));
        for (const key of models[0].keys()) db.delete(key);
        expect(db.size).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test('a value is what it is until it is asked for again: each string comes as the same view', () => {
    const { db } = open();
    db.set('a', 'first');
    db.set('b', 'second');
    const view = db.get('a') as Slice;
    expect(view.text()).toBe('first');
    expect(db.get('b')).toBe(view);
    expect(view.text()).toBe('second');
  });

  test('what cannot be counted stays as it was, and a missing key missing', () => {
    const { db } = open();
    db.set('a', 'text');
    for (const key of ['a', 'b']) expect(() => db.count(key, refuse)).toThrow('not an integer');
    expect(kept(db.peek('a'))).toBe('text');
    expect(db.has('b')).toBe(false);
  });

  test('whoever counts gets nothing of a missing key, the value of a string, the integer of a counter', () => {
    const { db } = open();
    const seen: unknown[] = [];
    const sum = (held: Value | number | undefined) => {
      seen.push(typeof held === 'object' ? kept(held) : held);
      return 7;
    };
    for (let n = 0; n < 2; n++) db.count('k', sum);
    db.set('k', '1');
    db.count('k', sum);
    expect(seen).toEqual([undefined, 7, '1']);
  });

  test('owns its bytes: the request may be overwritten afterwards', () => {
    for (const length of [5, 60, 2 << 20]) {
      const { db } = open();
      const wire = new Uint8Array(length).fill(0x61);
      db.set(Slice.of('k'), Slice.of(wire));
      wire.fill(0x62);
      expect(kept(db.get('k'))).toBe('a'.repeat(length));
    }
  });
});

function take(
  { verb, name, to, text }: Step,
  db: Keyspace,
  other: Keyspace,
  [model, otherModel]: readonly [Map<string, Life>, Map<string, Life>],
): void {
  const key = Slice.of(name);
  const life = model.get(name);
  switch (verb) {
    case 'set':
    case 'update':
      db[verb](key, Slice.of(text));
      model.set(name, { text, form: FORMS.whole });
      break;
    case 'float':
      db.update(key, '0.5', FORMS.float);
      model.set(name, { text: '0.5', form: FORMS.float });
      break;
    case 'count': {
      if (life !== undefined && 'box' in life) break;
      const more = [1, -(2 ** 31), 2 ** 31 - 1, 2 ** 40, 2n ** 62n][text.length % 5] as Int64;
      const counted = addInt64(parseInt64(life?.text ?? '0') ?? 0, more) ?? 0;
      expect(db.count(key, (held) => addInt64(integerIn(held), more) ?? 0)).toBe(counted);
      model.set(name, { text: String(counted), form: FORMS.whole });
      break;
    }
    case 'append': {
      if (life !== undefined && 'box' in life) break;
      const before = life?.text ?? '';
      const view = db.resize(key, before.length + text.length);
      view.bytes.set(Slice.of(text).bytes, view.start + before.length);
      model.set(name, { text: before + text, form: FORMS.edited });
      break;
    }
    case 'box':
      db.set(key, new Box(to));
      model.set(name, { box: [to] });
      break;
    case 'put':
      if (life === undefined || !('box' in life)) break;
      (db.lookup(key) as Box).items.push(to); // changes in place: no copy may change with it
      model.set(name, { box: [...life.box, to] });
      break;
    case 'delete':
      expect(db.delete(key)).toBe(model.delete(name));
      break;
    case 'clear':
      db.clear();
      model.clear();
      break;
    default:
      if (life === undefined || to === name) break;
      if (verb === 'rename') db.rename(name, Slice.of(to));
      else if (verb === 'copy') db.copy(key, db, to);
      else if (verb === 'copyAway') db.copy(key, other, to);
      else db.move(key, other);
      (verb === 'rename' || verb === 'copy' ? model : otherModel).set(
        verb === 'move' ? name : to,
        life,
      );
      if (verb === 'rename' || verb === 'move') model.delete(name);
  }
}

/** As `count` hands it over: nothing, a counter's integer, or a value. */
function integerIn(held: Value | number | undefined): Int64 {
  if (typeof held === 'number') return held;
  return parseInt64(held === undefined ? '0' : (held as Slice).text()) ?? 0;
}

describe('a life that goes on elsewhere', () => {
  const long = 'x'.repeat(1 << 20);
  const forms = [
    ['int', (db: Keyspace) => db.set('k', '12'), '12'],
    ['embstr', (db: Keyspace) => db.set('k', 'abc'), 'abc'],
    ['raw', (db: Keyspace) => db.set('k', long), long],
    ['embstr', (db: Keyspace) => db.update('k', '3', FORMS.float), '3'],
    ['raw', (db: Keyspace) => db.resize('k', 3), '\0\0\0'],
    ['carton', (db: Keyspace) => db.set('k', new Box('a')), new Box('a')],
  ] as const;
  const ways = {
    copy: (db: Keyspace, other: Keyspace) => db.copy('k', other, 'k'),
    'copy in place': (db: Keyspace) => db.copy('k', db, 'to'),
    rename: (db: Keyspace) => db.rename('k', 'to'),
    move: (db: Keyspace, other: Keyspace) => db.move('k', other),
  };

  test.each(Object.keys(ways) as (keyof typeof ways)[])('by %s keeps value and encoding', (way) => {
    for (const [encoding, make, content] of forms) {
      const { db, other } = open();
      make(db);
      ways[way](db, other);
      const [target, name] =
        way === 'rename' || way === 'copy in place' ? [db, 'to'] : [other, 'k'];
      expect(kept(target.get(name))).toEqual(content);
      expect(target.encoding(name)).toBe(encoding);
      expect(db.has('k')).toBe(way.startsWith('copy'));
    }
  });

  test('a copy of an object does not change with it, in this database or another', () => {
    const { db, other } = open();
    db.set('k', new Box('a'));
    db.copy('k', other, 'k');
    db.copy('k', db, 'to');
    (db.get('k') as Box).items.push('b');
    expect([other.get('k'), db.get('to')]).toEqual([new Box('a'), new Box('a')]);
  });

  test('a copy of bytes that change in place does not change with them, nor they with it', () => {
    const { db, other } = open();
    db.resize('k', 3);
    db.copy('k', other, 'k');
    db.copy('k', db, 'to');
    const places = [
      [db, 'k', 0x61] as const,
      [other, 'k', 0x62] as const,
      [db, 'to', 0x63] as const,
    ];
    for (const [at, key, byte] of places) {
      const { bytes, start } = at.resize(key, 3);
      bytes[start] = byte;
    }
    const texts = places.map(([at, key]) => kept(at.get(key)));
    expect(texts).toEqual(['a\0\0', 'b\0\0', 'c\0\0']);
  });

  test('what a later keyspace keeps of a life is told where it goes', () => {
    const told: string[] = [];
    class Telling extends Keyspace {
      protected override inherit(to: Ref, source: this, from: Ref): void {
        told.push(`${source.table.keyOf(from)} to ${this.table.keyOf(to)}`);
      }
    }
    const db = new Telling(open().context);
    db.set('a', 'v');
    db.copy('a', db, 'b');
    db.rename('b', 'c');
    expect(told).toEqual(['a to b', 'b to c']);
  });
});

describe('memory', () => {
  test('comes back when keys go, one by one or all at once', () => {
    const random = randomFrom(6);
    const { db } = open();
    const emptyBytes = db.memoryBytes;
    const fill = () => {
      for (let i = 0; i < 10_000; i++) db.set(`key:${i}`, 'v'.repeat(random(200)));
      for (let i = 0; i < 10_000; i++) db.set(`key:${i}`, 'v'.repeat(random(5000)));
      return db.memoryBytes;
    };
    const fullBytes = fill();
    expect(fullBytes).toBeGreaterThan(25_000_000);
    for (let i = 0; i < 10_000; i++) db.delete(`key:${i}`);
    while (db.maintain());
    // One page of each size may stay for the next block.
    expect(db.memoryBytes - emptyBytes).toBeLessThan(SIZE_CLASSES * 256 * 1024);
    expect(fill()).toBeLessThan(1.1 * fullBytes);
    db.clear();
    expect(db.memoryBytes).toBe(emptyBytes);
  });

  test('of a short string is its entry’s own: it lies behind the key', () => {
    const { db } = open();
    db.set('key:short', 'v'.repeat(100));
    const { bytes, start } = db.get('key:short') as Slice;
    expect(new Slice(bytes, start - 'key:short'.length, start).text()).toBe('key:short');
  });

  test('of a string of many MiB comes back when a short one is set in its place', () => {
    for (const first of ['set', 'update'] as const) {
      const { db } = open();
      db[first]('k', 'x'.repeat(8 << 20));
      const fullBytes = db.memoryBytes;
      expect(db.keyBytes('k')).toBeGreaterThan(8 << 20);
      db.update('k', 'short');
      expect(db.keyBytes('k')).toBeLessThan(1000);
      expect(db.memoryBytes).toBeLessThan(fullBytes - (7 << 20));
    }
  });

  test('keyBytes tells what a key takes, with its name and value; undefined for a missing one', () => {
    const { db } = open();
    const bytes = (key: string, value: string | Box) => {
      db.set(key, value);
      return db.keyBytes(key) as number;
    };
    const short = bytes('k', 'v');
    expect(short).toBeLessThan(64);
    expect(bytes('k'.repeat(1000), 'v')).toBeGreaterThan(short + 990);
    expect(bytes('long', 'v'.repeat(1000))).toBeGreaterThan(short + 990);
    expect(bytes('box', new Box('a', 'b'))).toBeGreaterThan(102);
    expect(db.keyBytes('missing')).toBeUndefined();
  });
});

describe('accesses', () => {
  test('get and ask count hits and misses; lookup and peek do not', () => {
    const { db, context } = open();
    db.set('k', 'v');
    for (const key of ['k', 'missing']) {
      db.get(key);
      db.ask(key);
      db.lookup(key);
      db.peek(key);
    }
    expect(context.lookups).toEqual({ hits: 2, misses: 2 });
  });

  test('idle time begins anew with every access, and ask and peek are none', () => {
    const { db, context } = open(1_000_000);
    db.set('k', 'v');
    context.nowMs += 9_999;
    db.peek('k');
    db.ask('k');
    expect(db.idleSeconds('k')).toBe(9);
    db.lookup('k');
    expect(db.idleSeconds('k')).toBe(0);
    context.nowMs += 5000;
    db.rename('k', 'l');
    expect(db.idleSeconds('l')).toBe(5); // who renames has looked it up before
    expect(db.idleSeconds('missing')).toBeUndefined();
  });

  test('to write is an access too, and so is to count, also what cannot be counted', () => {
    const { db, context } = open();
    const writes = [
      () => db.set('k', 'v'),
      () => db.update('k', '1'),
      () => db.count('k', () => 2),
      () => expect(() => db.count('k', refuse)).toThrow('not an integer'),
    ];
    db.set('k', 'v');
    for (const write of writes) {
      context.nowMs += 5000;
      expect(db.idleSeconds('k')).toBe(5);
      write();
      expect(db.idleSeconds('k')).toBe(0);
    }
  });
});
