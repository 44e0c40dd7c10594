// How commands come by sorted sets, answer with their members, and say what they took out.

import {
  type Call,
  type Engine,
  type Key,
  type ReplyWriter,
  type Slice,
  wrongType,
} from '@byor/06-aof/core';
import { MEMBERS_PER_REQUEST } from '../sorted-set/dump.ts';
import type { Span } from '../sorted-set/ranges.ts';
import { type Member, SortedSet, type SortedSetContext } from '../sorted-set/sorted-set.ts';

/** A family of commands; what its sets share is given, since nothing is global. */
export type Family = (engine: Engine, context: SortedSetContext) => void;

/** For commands that only read. @throws ReplyError WRONGTYPE */
export function readSet({ db }: Call, key: Key): SortedSet | undefined {
  const value = db.get(key);
  if (value === undefined || value instanceof SortedSet) return value;
  throw wrongType();
}

/** For commands that may write. @throws ReplyError WRONGTYPE */
export function writableSet({ db }: Call, key: Key): SortedSet | undefined {
  const value = db.lookup(key);
  if (value === undefined || value instanceof SortedSet) return value;
  throw wrongType();
}

export function replyScore(reply: ReplyWriter, score: number | undefined): void {
  if (score === undefined) reply.null();
  else reply.double(score);
}

/** The head of a list of members: with scores it is flat in RESP2, and made of pairs in RESP3. */
export function replyMembers(reply: ReplyWriter, count: number, withScores: boolean): void {
  reply.array(withScores && reply.protocol === 2 ? 2 * count : count);
}

/** One member of such a list. */
export function replyMember(
  reply: ReplyWriter,
  member: Slice | string,
  score: number,
  withScores: boolean,
): void {
  if (withScores && reply.protocol === 3) reply.array(2);
  reply.bulk(member);
  if (withScores) reply.double(score);
}

/**
 * Takes members out, the key with the last of them, and records which: for commands whose request does not name them.
 * @returns them, in order
 */
export function removeSpan(call: Call, key: Slice, set: SortedSet, span: Span): Member[] {
  const { engine, db } = call;
  const gone = set.removeSpan(span);
  engine.dirty += gone.length;
  if (set.size === 0) {
    call.recordAs('DEL', key);
    db.delete(key);
  } else if (engine.recording) {
    for (let at = 0; at < gone.length; at += MEMBERS_PER_REQUEST) {
      const some = gone.slice(at, at + MEMBERS_PER_REQUEST);
      call.recordAs('ZREM', key, ...some.map(({ member }) => member));
    }
  }
  return gone;
}

/** What STORE commands do with their result: it begins a new life, or, when empty, ends the old one. */
export function storeSet({ engine, db, reply }: Call, key: Slice, result: SortedSet): void {
  reply.integer(result.size);
  if (result.size > 0) db.set(key, result);
  else if (!db.delete(key)) return;
  engine.dirty++;
}
