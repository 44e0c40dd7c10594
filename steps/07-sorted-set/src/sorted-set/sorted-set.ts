// A sorted set: a table that tells a member's score at once, and a tree that keeps members in the order of their scores.
// Invariant: both hold the same members with the same scores. Domain only: knows neither requests nor replies.

import {
  Entry,
  type HashSeed,
  HashTable,
  type Key,
  keyText,
  type ObjectValue,
} from '@byor/06-aof/core';
import { ScoreTree } from './score-tree.ts';

class MemberEntry extends Entry {
  score = 0;
}

export class SortedSet implements ObjectValue {
  readonly type = 'zset';
  readonly tree = new ScoreTree();
  readonly #members: HashTable<MemberEntry>;

  constructor(seed: HashSeed) {
    this.#members = new HashTable({ seed, makeEntry: (key, hash) => new MemberEntry(key, hash) });
  }

  get size(): number {
    return this.#members.size;
  }

  /** A member's score, undefined for none. O(1) */
  score(member: Key): number | undefined {
    return this.#members.find(member)?.score;
  }
}
