// The poller over poll(2): the whole list goes to the kernel and back in every wait, so a turn costs O(watched).
// Invariant: entries [0, #count) are packed; #slots tells where a descriptor's entry stands.

import { POLLIN, POLLOUT, PollFds, poll } from '@byor/libc';
import { type Poller, READABLE, WRITABLE } from './poller.ts';

const INITIAL_CAPACITY = 64;

export class PollPoller implements Poller {
  readonly name = 'poll';
  #entries = new PollFds(INITIAL_CAPACITY);
  #count = 0;
  readonly #slots = new Map<number, number>();
  /** What the last wait found: pairs of descriptor and events. Apart from the entries, which move when one is removed. */
  #ready = new Int32Array(2 * INITIAL_CAPACITY);

  /**
   * @exercise 3.1 Over poll
   * @tests pollers: ^'poll'
   * @hint poll(2) takes a packed array. How do you find a descriptor's place in it, and what fills the gap of a removed one?
   * @hint The last entry fills a gap, so the array stays packed and removal costs O(1); a map from descriptor to place
   *   follows every move. What a wait has found is copied out, since a callback may remove entries while you go through it.
   * @hint add: refuse one that is there, grow when full, set entry #count, note its place. remove: take the last entry's
   *   place number, move it into the gap, note its new place. wait: count = poll(...); walk the entries, for each with
   *   revents note fd and fromPoll(revents) in #ready until count are found.
   */
  add(fd: number, interest: number): void {
    if (this.#slots.has(fd)) throw new Error(`descriptor ${fd} is watched already`);
    if (this.#count === this.#entries.capacity) this.#grow();
    this.#entries.set(this.#count, fd, toPoll(interest));
    this.#slots.set(fd, this.#count++);
  }

  /** @exercise 3.1 */
  modify(fd: number, interest: number): void {
    this.#entries.set(this.#slot(fd), fd, toPoll(interest));
  }

  /**
   * The last entry fills the gap.
   * @exercise 3.1
   */
  remove(fd: number): void {
    const slot = this.#slot(fd);
    const last = --this.#count;
    this.#slots.delete(fd);
    if (slot === last) return;
    this.#entries.move(last, slot);
    this.#slots.set(this.#entries.fd(slot), slot);
  }

  /** @exercise 3.1 */
  wait(timeoutMs: number): number {
    const entries = this.#entries;
    const count = poll(entries, this.#count, timeoutMs);
    for (let slot = 0, found = 0; found < count; slot++) {
      const revents = entries.revents(slot);
      if (revents === 0) continue;
      this.#ready[2 * found] = entries.fd(slot);
      this.#ready[2 * found + 1] = fromPoll(revents);
      found++;
    }
    return count;
  }

  fd(index: number): number {
    return this.#ready[2 * index] as number;
  }

  events(index: number): number {
    return this.#ready[2 * index + 1] as number;
  }

  close(): void {
    this.#count = 0;
    this.#slots.clear();
  }

  #slot(fd: number): number {
    const slot = this.#slots.get(fd);
    if (slot === undefined) throw new Error(`descriptor ${fd} is not watched`);
    return slot;
  }

  #grow(): void {
    const capacity = 2 * this.#entries.capacity;
    this.#entries = this.#entries.grown(capacity);
    this.#ready = new Int32Array(2 * capacity);
  }
}

function toPoll(interest: number): number {
  return ((interest & READABLE) !== 0 ? POLLIN : 0) | ((interest & WRITABLE) !== 0 ? POLLOUT : 0);
}

/** Whatever else is set is an error or a hang-up, which the kernel reports unasked: whoever reads or writes finds out. */
function fromPoll(revents: number): number {
  if ((revents & ~(POLLIN | POLLOUT)) !== 0) return READABLE | WRITABLE;
  return ((revents & POLLIN) !== 0 ? READABLE : 0) | ((revents & POLLOUT) !== 0 ? WRITABLE : 0);
}
