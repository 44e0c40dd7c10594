// Who comes in, and what it costs: protected mode, strangers, users who may do everything.

import { describe, expect, test } from 'vitest';
import { hashOf, knows } from '../../src/acl/passwords.ts';
import { isLocal } from '../../src/acl/protected-mode.ts';
import { startEngine } from '../engine/talk.ts';

describe('protected mode', () => {
  test.each([
    ['127.0.0.1:6000', true],
    ['127.8.9.10:6000', true],
    ['[::1]:6000', true],
    ['[::ffff:127.0.0.1]:6000', true],
    ['', true],
    ['192.0.2.7:6000', false],
    ['[2001:db8::1]:6000', false],
    ['[::ffff:192.0.2.7]:6000', false],
    ['128.0.0.1:127', false],
  ])('%s is on this machine: %s', (address, local) => {
    expect(isLocal(address)).toBe(local);
  });

  test('without a password strangers from elsewhere are turned away with a word on what to do', () => {
    const { engine, connect } = startEngine();
    const stranger = connect('192.0.2.7:6000');
    expect(stranger.client.closing).toBe(true);
    expect(stranger.heard()).toMatch(
      /^-DENIED Redis is running in protected mode .*--protected-mode no/,
    );
    expect(engine.stats.rejectedConnections).toBe(1);
    expect(connect().say('PING')).toBe('+PONG\r\n');
  });

  test('a password opens the door, and so does switching it off', () => {
    const { connect } = startEngine({ requirepass: 'pw' });
    expect(connect('192.0.2.7:6000').say('PING')).toBe('-NOAUTH Authentication required.\r\n');
    const open = startEngine({ 'protected-mode': 'no' });
    expect(open.connect('192.0.2.7:6000').say('PING')).toBe('+PONG\r\n');
  });
});

test('who may do everything is not asked; strangers and everybody else are', () => {
  const { engine, connect } = startEngine();
  let asked = 0;
  engine.hooks.restricted.push(() => {
    asked++;
  });
  const [admin, alice] = [connect(), connect()];
  alice.say('SET k v');
  admin.say('ACL SETUSER alice on nopass allkeys +@all -flushall');
  expect(asked).toBe(0);
  alice.say('AUTH alice x');
  alice.say('GET k');
  expect(asked).toBe(1);
  admin.say('ACL SETUSER alice +flushall');
  alice.say('GET k');
  expect(asked).toBe(1);
  admin.say('CONFIG SET requirepass pw');
  expect(connect().client.restricted).toBe(true);
  expect([admin.client.restricted, alice.client.restricted]).toEqual([false, false]);
});

test('a stranger’s small limits come and go with the default user’s password', () => {
  const { connect } = startEngine();
  const admin = connect();
  admin.say('ACL SETUSER default off');
  const stranger = connect();
  expect(stranger.client.input.unauthenticated).toBe(true);
  admin.say('ACL SETUSER default on');
  expect(stranger.client.input.unauthenticated).toBe(false);
});

test('a hash is known whole or not at all', () => {
  const hash = hashOf('pw');
  expect(hash).toBe('30c952fab122c3f9759f02a6d95c3758b246b4fee239957b2d4fee46e26170c4');
  expect(hashOf('\xff\x00\x80')).toHaveLength(64);
  expect(knows([hashOf('other'), hash], hash)).toBe(true);
  for (let at = 0; at < hash.length; at++) {
    const wrong = `${hash.slice(0, at)}${hash[at] === '0' ? '1' : '0'}${hash.slice(at + 1)}`;
    expect(knows([hash], wrong)).toBe(false);
  }
  expect(knows([], hash)).toBe(false);
});
