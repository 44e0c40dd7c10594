// Chapter 07's challenge, solved: ZMEDIAN key answers the member in the middle, in O(log n).

import { type Call, type Layer, oneKey, SortedSet, wrongType } from '@byor/07-sorted-set/core';

export const median: Layer = ({ commands }) => {
  commands.define('sorted-set', [
    {
      name: 'zmedian',
      arity: 2,
      flags: ['readonly', 'fast'],
      keys: oneKey('RO access'),
      syntax: 'key',
      summary: 'Returns the member in the middle of a sorted set',
      since: '1.0.0',
      run: zmedian,
    },
  ]);
};

function zmedian({ db, args, reply }: Call): void {
  const set = db.get(args.at(1));
  if (set === undefined) reply.null();
  else if (!(set instanceof SortedSet)) throw wrongType();
  else {
    const start = set.size >> 1; // an empty set is no set: its key is gone
    set.visit({ start, end: start + 1 }, (member) => reply.bulk(member));
  }
}
