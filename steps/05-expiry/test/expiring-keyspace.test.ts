// The keyspace by itself: deadlines, and the ways in which a dead key is never seen.

import { describe, expect, test } from 'vitest';
import { lives, open, scanned } from './world.ts';

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
