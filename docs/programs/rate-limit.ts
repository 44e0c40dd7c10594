// Chapter 05's challenge, solved: HIT key limit milliseconds answers how many more hits are allowed, or -1.

import {
  type Call,
  expectString,
  keyspaceOf,
  type Layer,
  notAnInteger,
  oneKey,
} from '@byor/05-expiry/core';

export const rateLimit: Layer = ({ commands }) => {
  commands.define('string', [
    {
      name: 'hit',
      arity: 4,
      flags: ['write', 'denyoom', 'fast'],
      keys: oneKey('RW access update'),
      syntax: 'key limit milliseconds',
      summary: 'Counts a hit in a window of time',
      since: '1.0.0',
      run: hit,
    },
  ]);
};

function hit(call: Call): void {
  const { engine, args, reply } = call;
  const key = args.at(1);
  const limit = args.at(2).integer();
  const windowMs = args.at(3).integer();
  const db = keyspaceOf(call);
  const value = db.lookup(key);
  const hits = value === undefined ? 0 : expectString(value).integer();
  if (limit === undefined || windowMs === undefined || hits === undefined) {
    throw notAnInteger();
  }
  if (hits >= limit) {
    reply.integer(-1); // not counted: the window does not grow by being knocked at
    return;
  }
  const whenMs = db.deadline(key) ?? engine.now() + windowMs;
  const count = String(hits + 1);
  db.set(key, count, whenMs);
  engine.dirty++;
  call.recordAs('SET', key, count, 'PXAT', String(whenMs));
  reply.integer(limit - hits - 1);
}
