// What a sorted set needs of whoever keeps its members in order: there is a form for few of them and one for many.

import type { Key, Slice } from '@byor/06-aof/core';
import type { Ordered, Span } from './ranges.ts';

/** A member during a visit: text, one char a byte, or a view that is valid until the next call. */
export type MemberView = Slice | string;

export type VisitMember = (member: MemberView, score: number) => void;

/** Takes members as they lie in memory: as text, or as bytes that begin at a word. A reply does. */
export interface MemberSink {
  bulk(text: string): void;
  bulkWords(words: Int32Array, at: number, lengthBytes: number): void;
}

/** What `put` did. */
export type Outcome = 'added' | 'changed' | 'same';

export interface Members extends Ordered {
  /** Bytes held. */
  readonly memoryBytes: number;
  /** Undefined for what is no member. */
  score(member: Key): number | undefined;
  /** How many stand in front of a member; undefined for what is none. */
  rank(member: Key): number | undefined;
  /** Adds a member or gives it another score. */
  put(member: Key, score: number): Outcome;
  /** @returns whether it was a member */
  delete(member: Key): boolean;
  removeSpan(span: Span): void;
  /** Visits the members of a span, in order or the last one first. They must not change meanwhile. */
  visit(span: Span, visit: VisitMember, reversed?: boolean): void;
  /** Hands the same members to `sink`, without their scores. */
  send(span: Span, sink: MemberSink, reversed: boolean): void;
  /** One step of ZSCAN. @returns the next cursor, 0 at the end */
  scan(cursor: number, visit: VisitMember): number;
}

export function memberText(member: MemberView): string {
  return typeof member === 'string' ? member : member.text();
}
