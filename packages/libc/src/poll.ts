// poll(2): which of these descriptors are ready? The kernel looks at every entry, so a call costs O(entries).
// The array of `struct pollfd { int fd; short events; short revents; }` lives here and is reused: no allocation a call.

import { EINTR, SystemError } from './errors.ts';
import { native } from './native.ts';

/** Asked for and answered. The numbers are the same on Linux and macOS. */
export const POLLIN = 0x001;
export const POLLOUT = 0x004;
/** Answered without being asked for: an error waits, the peer hung up, the descriptor is not open. */
export const POLLERR = 0x008;
export const POLLHUP = 0x010;
export const POLLNVAL = 0x020;

/** An array of struct pollfd; the caller decides which descriptor has which index. */
export class PollFds {
  readonly capacity: number;
  /** Two words an entry (fd; events and revents), passed to the kernel as it is. */
  readonly words: Int32Array;
  readonly #halves: Int16Array;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.words = new Int32Array(capacity * 2);
    this.#halves = new Int16Array(this.words.buffer);
  }

  /** Entry `index` asks for `events` on `fd`. A negative fd is skipped by the kernel. */
  set(index: number, fd: number, events: number): void {
    this.words[index * 2] = fd;
    this.#halves[index * 4 + 2] = events;
    this.#halves[index * 4 + 3] = 0;
  }

  fd(index: number): number {
    return this.words[index * 2] ?? -1;
  }

  events(index: number): number {
    return this.#halves[index * 4 + 2] ?? 0;
  }

  /** What the last poll found: 0, or POLL bits. */
  revents(index: number): number {
    return this.#halves[index * 4 + 3] ?? 0;
  }

  /** Copies entry `from` over entry `to`: how the last one fills a gap. */
  move(from: number, to: number): void {
    this.words.copyWithin(to * 2, from * 2, from * 2 + 2);
  }

  /** The same entries with more room. */
  grown(capacity: number): PollFds {
    const grown = new PollFds(capacity);
    grown.words.set(this.words);
    return grown;
  }
}

/**
 * Waits until one of the first `count` entries is ready, at most `timeoutMs` (0 = only look, -1 = for ever).
 * Returns how many have `revents`; 0 also when a signal interrupted the wait, so that Node can deliver it.
 */
export function poll(entries: PollFds, count: number, timeoutMs: number): number {
  if (!(count >= 0 && count <= entries.capacity)) {
    throw new RangeError(`${count} of ${entries.capacity} entries`);
  }
  const ready = native.poll(entries.words, count, timeoutMs);
  if (ready >= 0) return ready;
  const errno = native.errno();
  if (errno === EINTR) return 0;
  throw new SystemError('poll', errno);
}
