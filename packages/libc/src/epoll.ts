// epoll(7), Linux: the kernel keeps the set of descriptors and hands out the ready ones, O(ready) a call.
// The array of struct epoll_event lives here and is reused: no allocation a call.

import { EINTR, SystemError } from './errors.ts';
import { SOCK_CLOEXEC } from './linux.ts';
import { native } from './native.ts';

/** Asked for and answered. */
export const EPOLLIN = 0x001;
export const EPOLLOUT = 0x004;
/** Answered without being asked for: an error waits, both directions are closed. */
export const EPOLLERR = 0x008;
export const EPOLLHUP = 0x010;
/** Asked for: the peer has ended its side (shutdown(2) SHUT_WR, or gone). */
export const EPOLLRDHUP = 0x2000;
/** Edge-triggered: tell a change once instead of telling the state each time. The top bit: a negative int here. */
export const EPOLLET = 1 << 31;

/** The operations of epoll_ctl(2). */
export const EPOLL_CTL_ADD = 1;
export const EPOLL_CTL_DEL = 2;
export const EPOLL_CTL_MOD = 3;

/** `struct epoll_event { uint32_t events; uint64_t data; }` is packed on x86_64 alone; elsewhere data is aligned to 8. */
const PACKED = process.arch === 'x64';
const EVENT_WORDS = PACKED ? 3 : 4;
const DATA_WORD = PACKED ? 1 : 2;

/**
 * An array of struct epoll_event. Of the 64 bits of data the first word holds the descriptor, the second a tag of
 * the caller's: 32 bits that tell a reused descriptor number from the one that was closed earlier in the same batch.
 */
export class EpollEvents {
  readonly capacity: number;
  /** Passed to the kernel as it is. */
  readonly words: Int32Array;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.words = new Int32Array(capacity * EVENT_WORDS);
  }

  set(index: number, events: number, fd: number, tag: number): void {
    const word = index * EVENT_WORDS;
    this.words[word] = events;
    this.words[word + DATA_WORD] = fd;
    this.words[word + DATA_WORD + 1] = tag;
  }

  events(index: number): number {
    return this.words[index * EVENT_WORDS] ?? 0;
  }

  fd(index: number): number {
    return this.words[index * EVENT_WORDS + DATA_WORD] ?? -1;
  }

  tag(index: number): number {
    return this.words[index * EVENT_WORDS + DATA_WORD + 1] ?? 0;
  }
}

/** A new, empty epoll set: a descriptor of its own, close-on-exec. */
export function epollCreate(): number {
  const epfd = native.epoll_create1(SOCK_CLOEXEC); // EPOLL_CLOEXEC is the same bit
  if (epfd < 0) throw new SystemError('epoll_create1', native.errno());
  return epfd;
}

// Written whole before each epoll_ctl, which copies it: never read again.
const request = new EpollEvents(1);

/** Adds, changes or removes `fd`. Throws SystemError: EEXIST when it is in the set already, ENOENT when it is not. */
export function epollCtl(epfd: number, operation: number, fd: number, events = 0, tag = 0): void {
  request.set(0, events, fd, tag);
  if (native.epoll_ctl(epfd, operation, fd, request.words) === 0) return;
  throw new SystemError('epoll_ctl', native.errno(), `(descriptor ${fd})`);
}

/**
 * Waits until a descriptor of the set is ready, at most `timeoutMs` (0 = only look, -1 = for ever).
 * Returns how many of `events` were filled; 0 also when a signal interrupted the wait, so that Node can deliver it.
 */
export function epollWait(epfd: number, events: EpollEvents, timeoutMs: number): number {
  const ready = native.epoll_wait(epfd, events.words, events.capacity, timeoutMs);
  if (ready >= 0) return ready;
  const errno = native.errno();
  if (errno === EINTR) return 0;
  throw new SystemError('epoll_wait', errno);
}
