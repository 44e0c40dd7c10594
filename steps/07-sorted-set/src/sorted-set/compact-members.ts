// Few members: two arrays side by side, ordered by score and then by member. Everything is found by looking through them,
// which for some hundred members costs no more than a table and a tree, and takes a tenth of their memory. Redis does the
// same in one piece of memory, the listpack, which knows no -0: whole numbers are integers there.

import {
  arrayBytes,
  arrayCapacity,
  type Key,
  keyText,
  objectBytes,
  textBytes,
} from '@byor/06-aof/core';
import type { MemberSink, Members, Outcome, VisitMember } from './members.ts';
import type { Border, Span } from './ranges.ts';

/** With its four fields and its private methods. */
const OBJECT_BYTES = objectBytes(5);

export class CompactMembers implements Members {
  readonly #members: string[] = [];
  readonly #scores: number[] = [];
  /** What the members' texts take. */
  #textBytes = 0;
  /** The most members there ever were: arrays keep the room that they once had. */
  #most = 0;

  get size(): number {
    return this.#members.length;
  }

  get memoryBytes(): number {
    return OBJECT_BYTES + 2 * arrayBytes(arrayCapacity(this.#most)) + this.#textBytes;
  }

  score(member: Key): number | undefined {
    return this.#scores[this.#members.indexOf(keyText(member))];
  }

  rank(member: Key): number | undefined {
    const rank = this.#members.indexOf(keyText(member));
    return rank < 0 ? undefined : rank;
  }

  /**
   * @exercise 7.1 Few members: two arrays
   * @tests sorted-set/sorted-set: ^(as a map in order, compact (any|owns|a span)|the compact form knows)
   * @tests sorted-set/memory: ^memory (grows with members and with their length, compact|is what a set of 17 weighs)
   * @hint Ten members in an array, in order. What do you look through to find one by its name, and what to find where
   *   it belongs?
   * @hint By name every member must be looked at, for the order is by score; a place is found by halving, by score and
   *   then by the member's bytes, which one char a byte makes the order of strings. A member that gets another score
   *   goes out and comes in again where it belongs now. Redis's small form knows no -0.
   * @hint put: its rank by indexOf; the same score: 'same'; take it out if it was there; splice text and score in at
   *   #placeOf, the score + 0; memoryBytes counts what the texts take and the most members there were: keep both true.
   *   #placeOf: low and high; the middle is before it if its score is less, or equal and its member less.
   */
  put(member: Key, score: number): Outcome {
    const text = keyText(member);
    const rank = this.#members.indexOf(text);
    if (this.#scores[rank] === score) return 'same'; // 0 and -0 too
    if (rank >= 0) this.removeSpan({ start: rank, end: rank + 1 });
    const at = this.#placeOf(text, score);
    this.#members.splice(at, 0, text);
    this.#scores.splice(at, 0, score + 0); // never -0
    this.#textBytes += textBytes(text.length);
    this.#most = Math.max(this.#most, this.size);
    return rank < 0 ? 'added' : 'changed';
  }

  delete(member: Key): boolean {
    const rank = this.rank(member);
    if (rank !== undefined) this.removeSpan({ start: rank, end: rank + 1 });
    return rank !== undefined;
  }

  removeSpan({ start, end }: Span): void {
    for (const { length } of this.#members.splice(start, end - start)) {
      this.#textBytes -= textBytes(length);
    }
    this.#scores.splice(start, end - start);
  }

  /** @exercise 7.7 */
  countInFront({ score, member, inclusive }: Border): number {
    const text = member?.text();
    const behind = this.#scores.findIndex((own, at) => {
      if (score !== undefined && own !== score) return own > score;
      const mine = this.#members[at] as string;
      return text === undefined || mine === text ? !inclusive : mine > text;
    });
    return behind < 0 ? this.size : behind;
  }

  visit({ start, end }: Span, visit: VisitMember, reversed = false): void {
    const first = Math.max(0, start);
    const last = Math.min(this.size, end) - 1;
    if (reversed) for (let at = last; at >= first; at--) this.#visitAt(at, visit);
    else for (let at = first; at <= last; at++) this.#visitAt(at, visit);
  }

  send(span: Span, sink: MemberSink, reversed: boolean): void {
    this.visit(span, (member) => sink.bulk(member as string), reversed);
  }

  /** All of them at once. */
  scan(_cursor: number, visit: VisitMember): number {
    this.visit({ start: 0, end: this.size }, visit);
    return 0;
  }

  #visitAt(at: number, visit: VisitMember): void {
    visit(this.#members[at] as string, this.#scores[at] as number);
  }

  /**
   * Where a member that is not there belongs.
   * @exercise 7.1
   */
  #placeOf(member: string, score: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >> 1;
      const own = this.#scores[middle] as number;
      const isBefore = own < score || (own === score && (this.#members[middle] as string) < member);
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
