import { expect, test } from 'vitest';
import { Timers } from '../src/loop/timers.ts';

test('timers run when they are due, the soonest first, those of the same time in the order of adding', () => {
  const timers = new Timers();
  const ran: string[] = [];
  timers.add(30, 0, () => ran.push('late'));
  timers.add(10, 0, () => ran.push('first'));
  timers.add(10, 0, () => ran.push('second'));
  timers.runDue(9);
  expect(ran).toEqual([]);
  timers.runDue(20);
  expect(ran).toEqual(['first', 'second']);
  timers.runDue(30);
  timers.runDue(1000);
  expect(ran).toEqual(['first', 'second', 'late']);
});

test('says how long until the next one is due', () => {
  const timers = new Timers();
  expect(timers.dueInMs(0)).toBe(Infinity);
  timers.add(50, 0, () => {});
  timers.add(20, 0, () => {});
  expect(timers.dueInMs(5)).toBe(15);
  expect(timers.dueInMs(25)).toBe(0);
});

test('a periodic timer that was held up runs once, then a whole period later', () => {
  const timers = new Timers();
  let runs = 0;
  timers.add(100, 100, () => runs++);
  timers.runDue(1050);
  expect(runs).toBe(1);
  expect(timers.dueInMs(1050)).toBe(100);
  timers.runDue(1150);
  expect(runs).toBe(2);
});

test('a cancelled timer does not run, even when another of the same moment cancels it', () => {
  const timers = new Timers();
  const ran: string[] = [];
  timers.add(1, 0, () => second.cancel());
  const second = timers.add(1, 0, () => ran.push('second'));
  const periodic = timers.add(1, 5, () => {
    ran.push('periodic');
    periodic.cancel();
  });
  timers.runDue(1);
  timers.runDue(100);
  expect(ran).toEqual(['periodic']);
});

test('a cancelled timer is gone at once, and is not waited for', () => {
  const timers = new Timers();
  const once = timers.add(10, 0, () => {});
  const periodic = timers.add(20, 20, () => {});
  once.cancel();
  once.cancel();
  expect(timers.dueInMs(0)).toBe(20);
  periodic.cancel();
  expect(timers.dueInMs(0)).toBe(Infinity);
});

test('a timer added by a timer waits for the next turn, even without delay', () => {
  const timers = new Timers();
  let runs = 0;
  const again = () => {
    runs++;
    timers.add(0, 0, again);
  };
  again();
  timers.runDue(10);
  expect(runs).toBe(2);
});
