// A type of value for tests: a bag of named numbers, so large as a test wants it, whose records are absolute per member.

import {
  Args,
  type Keyspace,
  type Layer,
  type ObjectValue,
  type Slice,
  wrongType,
} from '../src/core.ts';

export class Bag implements ObjectValue {
  readonly type = 'bag';
  readonly members = new Map<string, string>();

  encoding(): string {
    return 'map';
  }

  copy(): Bag {
    const copy = new Bag();
    for (const [name, number] of this.members) copy.members.set(name, number);
    return copy;
  }

  memoryBytes(): number {
    return 64 * this.members.size;
  }
}

const PER_REQUEST = 4;

/** BAGPUT key member number ..., BAGTAKE key member ..., BAGJOIN key bag ...: a bag that is empty is gone. */
export const bags: Layer = ({ commands, dumpers }) => {
  const keys = [{ first: 1, last: 1, step: 1, access: 'RW update' }];
  const row = { flags: ['write'] as const, keys, syntax: '', summary: '', since: '1.0.0' };
  commands.define('bag', [
    {
      ...row,
      name: 'bagput',
      arity: -4,
      run: ({ engine, db, args, reply }) => {
        const bag = bagAt(db, args.at(1)) ?? new Bag();
        for (let at = 2; at < args.count; at += 2) {
          bag.members.set(args.at(at).text(), args.at(at + 1).text());
        }
        db.update(args.at(1), bag);
        engine.dirty++;
        reply.ok();
      },
    },
    {
      ...row,
      name: 'bagtake',
      arity: -3,
      run: ({ engine, db, args, reply }) => {
        const bag = bagAt(db, args.at(1));
        if (bag !== undefined) {
          for (let at = 2; at < args.count; at++) bag.members.delete(args.at(at).text());
          if (bag.members.size === 0) db.delete(args.at(1));
          engine.dirty++;
        }
        reply.ok();
      },
    },
    {
      ...row,
      name: 'bagjoin',
      arity: -3,
      keys: [
        { first: 1, last: 1, step: 1, access: 'OW update' },
        { first: 2, last: -1, step: 1, access: 'RO access' },
      ],
      run: ({ engine, db, args, reply }) => {
        const joined = new Bag();
        for (let at = 2; at < args.count; at++) {
          for (const [name, number] of bagAt(db, args.at(at))?.members ?? [])
            joined.members.set(name, number);
        }
        db.set(args.at(1), joined);
        engine.dirty++;
        reply.ok();
      },
    },
  ]);
  dumpers.set('bag', (key, value) => dump(key, value as Bag));
};

function bagAt(db: Keyspace, key: Slice): Bag | undefined {
  const value = db.lookup(key);
  if (value === undefined || value instanceof Bag) return value;
  throw wrongType();
}

/** Map's own iterator meets what is put in on the way, and passes over what is taken out. */
function* dump(key: string, { members }: Bag): Generator<Args, void, undefined> {
  let words = ['BAGPUT', key];
  for (const [name, number] of members) {
    words.push(name, number);
    if (words.length < 2 + 2 * PER_REQUEST) continue;
    yield Args.of(...words);
    words = ['BAGPUT', key];
  }
  if (words.length > 2) yield Args.of(...words);
}
