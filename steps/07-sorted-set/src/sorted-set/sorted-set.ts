// A sorted set: a table that tells a member's score at once, and a tree that keeps the members in order.
// Invariant: both hold the same members with the same scores. Knows neither requests nor replies.

import { Entry, type HashSeed, HashTable, type Key, type ObjectValue } from '@byor/06-aof/core';
import { type ScoreNode, ScoreTree } from './score-tree.ts';

class MemberEntry extends Entry {
  score = 0;
}

/** Up to where Redis would keep the set in one compact piece of memory: only OBJECT ENCODING shows it. */
export interface CompactLimits {
  readonly maxEntries: number;
  readonly maxMemberBytes: number;
}

export class SortedSet implements ObjectValue {
  readonly type = 'zset';
  readonly tree = new ScoreTree();
  readonly #members: HashTable<MemberEntry>;
  readonly #seed: HashSeed;
  /** A set that has outgrown the compact form does not come back to it, as in Redis. */
  #compact = true;
  readonly #limits: CompactLimits;

  constructor(seed: HashSeed, limits: CompactLimits) {
    this.#seed = seed;
    this.#limits = limits;
    this.#members = new HashTable({ seed, makeEntry: (key, hash) => new MemberEntry(key, hash) });
  }

  get size(): number {
    return this.#members.size;
  }

  /** A member's score; undefined for none. O(1) */
  score(member: Key): number | undefined {
    return this.#members.find(member)?.score;
  }

  /** Adds a member or gives it another score. @returns whether it is new. O(log n) */
  put(member: Key, score: number): boolean {
    const sizeBefore = this.size;
    const entry = this.#members.findOrInsert(member);
    const isNew = this.size !== sizeBefore;
    if (!isNew) {
      if (Object.is(entry.score, score)) return false;
      this.tree.remove(entry.key, entry.score);
    }
    entry.score = score;
    this.tree.insert(entry.key, score);
    this.#watchLimits(entry.key);
    return isNew;
  }

  /** @returns whether it was a member. O(log n) */
  delete(member: Key): boolean {
    const entry = this.#members.delete(member);
    if (entry === undefined) return false;
    this.tree.remove(entry.key, entry.score);
    return true;
  }

  /** How many members stand in front of it; undefined for none. O(log n) */
  rank(member: Key): number | undefined {
    const entry = this.#members.find(member);
    return entry && this.tree.rank(entry.key, entry.score);
  }

  /** A member drawn fairly. The set must not be empty. O(log n) */
  random(random: (below: number) => number): ScoreNode {
    return this.tree.at(random(this.size)) as ScoreNode;
  }

  /** One step of ZSCAN. @returns the next cursor, 0 at the end */
  scan(cursor: number, visit: (member: string, score: number) => void): number {
    return this.#members.scan(cursor, (entry) => visit(entry.key, entry.score));
  }

  encoding(): string {
    return this.#compact ? 'listpack' : 'skiplist';
  }

  copy(): SortedSet {
    const copy = new SortedSet(this.#seed, this.#limits);
    this.tree.visit(0, this.size, ({ member, score }) => {
      copy.put(member, score);
    });
    copy.#compact = this.#compact;
    return copy;
  }

  /** An estimate: a node, an entry and the member's text, which both share. */
  memoryBytes(): number {
    const first = this.tree.at(0);
    return first === undefined ? 0 : this.size * (160 + first.member.length);
  }

  #watchLimits(member: string): void {
    const { maxEntries, maxMemberBytes } = this.#limits;
    if (this.size > maxEntries || member.length > maxMemberBytes) this.#compact = false;
  }
}
