// A layer with SETIFEQ, which writes only over what the client expects: a challenge of chapter 04.

import { type Call, expectString, type Layer, oneKey } from '@byor/04-kv/core';

export const setIfEqual: Layer = ({ commands }) => {
  commands.define('string', [
    {
      name: 'setifeq',
      arity: 4,
      flags: ['write', 'denyoom'],
      keys: oneKey('RW access update'),
      syntax: 'key expected value',
      summary: 'Sets a key that holds the expected value',
      since: '1.0.0',
      run: setifeq,
    },
  ]);
};

/** 1: written. 0: the key holds something else, or does not exist. */
function setifeq({ engine, db, args, reply }: Call): void {
  const key = args.at(1);
  const value = db.lookup(key);
  if (value === undefined || !expectString(value).equals(args.at(2).text())) {
    reply.integer(0);
    return;
  }
  db.set(key, args.at(3));
  engine.dirty++;
  reply.integer(1);
}
