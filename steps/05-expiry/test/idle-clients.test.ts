// --timeout, on a clock that the test moves.

import { describe, expect, test } from 'vitest';
import { startEngine } from './talk.ts';

function open(timeout: string) {
  const { engine, clock, connect } = startEngine({ timeout });
  const ids = () => [...engine.clients.keys()];
  const pass = (ms: number) => {
    clock.nowMs += ms;
    engine.maintain();
  };
  return { engine, connect, pass, ids };
}

describe('idle clients', () => {
  test('stay for as long as the timeout, and then go', () => {
    const { connect, pass, ids } = open('10');
    connect();
    pass(10_000);
    expect(ids()).toEqual([1]);
    pass(1);
    expect(ids()).toEqual([]);
  });

  test('whoever talks stays, whoever came later stays longer', () => {
    const { connect, pass, ids } = open('10');
    const first = connect();
    connect();
    pass(6000);
    connect();
    first.say('PING');
    pass(6000);
    expect(ids()).toEqual([1, 3]);
    pass(4001);
    expect(ids()).toEqual([]);
  });

  test('half a request is a sign of life too', () => {
    const { connect, pass, ids } = open('10');
    const { client } = connect();
    pass(6000);
    client.input.feed(Uint8Array.of(0x2a));
    client.process();
    pass(6000);
    expect(ids()).toEqual([1]);
  });

  test('a monitor stays, and keeps nobody else', () => {
    const { connect, pass, ids } = open('10');
    connect().say('MONITOR');
    connect();
    pass(10_001);
    expect(ids()).toEqual([1]);
  });

  test('0 lets everybody stay; CONFIG SET changes it for those who are here', () => {
    const { connect, pass, ids } = open('0');
    connect();
    pass(1_000_000_000);
    expect(ids()).toEqual([1]);
    const other = connect();
    expect(other.say('CONFIG SET timeout 5')).toBe('+OK\r\n');
    pass(1);
    expect(ids()).toEqual([2]);
    other.say('CONFIG SET timeout 0');
    pass(1_000_000);
    expect(ids()).toEqual([2]);
  });

  test('a timeout that is set later knows who talked last', () => {
    const { connect, pass, ids } = open('0');
    const first = connect();
    connect();
    pass(6000);
    first.say('CONFIG SET timeout 10');
    pass(4001);
    expect(ids()).toEqual([1]);
  });

  test('who has left is forgotten', () => {
    const { connect, pass, ids, engine } = open('10');
    const hooks = engine.hooks.disconnected.length;
    const gone = connect();
    gone.leave();
    connect();
    pass(1);
    expect([ids(), engine.hooks.disconnected.length]).toEqual([[2], hooks]);
    pass(10_001);
    expect(ids()).toEqual([]);
  });
});
