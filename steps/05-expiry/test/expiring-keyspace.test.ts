// The keyspace by itself: deadlines, and the ways in which a dead key is never seen.

import { describe, expect, test } from 'vitest';
import { lives, open, scanned, textAt } from './world.ts';

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

  test('beyond 2^53 they are known to the millisecond, wherever the key goes', () => {
    const { db, other } = open();
    const farMs = 2n ** 63n - 2n;
    db.set('k', 'v', farMs);
    db.set('near', 'v', 2000);
    db.copy('k', db, 'copy');
    db.rename('k', 'renamed');
    db.copy('renamed', other, 'away');
    db.move('renamed', other);
    expect([db.deadline('copy'), other.deadline('away'), other.deadline('renamed')]).toEqual([
      farMs,
      farMs,
      farMs,
    ]);
    other.delete('renamed');
    expect([db.expireAt('copy', 3000), db.deadline('copy'), db.expires]).toEqual([true, 3000, 2]);
    expect([other.deadline('away'), other.expires]).toEqual([farMs, 1]);
  });

  test('are kept by what changes the value alone, in its memory too, and not by a new life', () => {
    const { db } = open();
    db.set('k', 'v', 5000);
    db.update('k', 'v'.repeat(1000));
    db.resize('k', 100_000);
    expect(db.deadline('k')).toBe(5000);
    db.set('k', 'v'.repeat(1000));
    expect([db.deadline('k'), db.expires]).toEqual([undefined, 0]);
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
    expect([textAt(db, 'dead'), db.deadline('dead'), world.told]).toEqual([
      'w',
      undefined,
      ['0 dead'],
    ]);
  });

  test('stays while the keyspaces are frozen, and goes after', () => {
    const { world, db } = withDead();
    world.frozen = true;
    expect([textAt(db, 'dead'), db.deadline('dead'), db.hasDue(), db.reapDue(9)]).toEqual([
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

test('the memory of keys that die comes back', () => {
  const { world, db } = open();
  const emptyBytes = db.memoryBytes;
  for (let n = 0; n < 20_000; n++) db.set(`key:${n}`, 'v'.repeat(500), 2000 + (n % 100));
  expect(db.memoryBytes).toBeGreaterThan(emptyBytes + 20_000 * 500);
  world.nowMs = 9000;
  while (db.reapDue(1000) > 0);
  while (db.maintain());
  expect([db.size, db.expires, world.told.length]).toEqual([0, 0, 20_000]);
  expect(db.memoryBytes).toBeLessThan(emptyBytes + 1_000_000); // one page of a size may stay
});
