// The poller over epoll(7), Linux: the kernel keeps the list and hands out only who is ready, so a turn costs O(ready).
// Level-triggered, as poll(2) is. A wait allocates nothing: the kernel fills the same array each time.

import {
  close,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_CTL_MOD,
  EPOLLIN,
  EPOLLOUT,
  EpollEvents,
  epollCreate,
  epollCtl,
  epollWait,
} from '@byor/libc';
import { type Poller, READABLE, WRITABLE } from './poller.ts';

/** Most descriptors one wait hands out. The rest comes with the next: the kernel goes round, so nobody starves. */
const EVENTS_PER_WAIT = 1024;

export class EpollPoller implements Poller {
  readonly name = 'epoll';
  readonly #epfd = epollCreate();
  readonly #events = new EpollEvents(EVENTS_PER_WAIT);

  /**
   * @exercise 3.2 Over epoll
   * @tests pollers: ^'epoll'
   * @hint The kernel keeps the list here: you only tell it what changes.
   * @hint epoll_ctl(2) adds, changes and removes one descriptor; epoll_wait(2) fills an array with the ready ones. Errors
   *   and hang-ups come unasked: report them as readable and writable, so that the next call finds out.
   * @hint add, modify, remove: epollCtl(this.#epfd, EPOLL_CTL_ADD | MOD | DEL, fd, toEpoll(interest)). wait:
   *   epollWait(this.#epfd, this.#events, timeoutMs). fromEpoll: any bit beside EPOLLIN and EPOLLOUT means READABLE |
   *   WRITABLE.
   */
  add(fd: number, interest: number): void {
    epollCtl(this.#epfd, EPOLL_CTL_ADD, fd, toEpoll(interest));
  }

  /** @exercise 3.2 */
  modify(fd: number, interest: number): void {
    epollCtl(this.#epfd, EPOLL_CTL_MOD, fd, toEpoll(interest));
  }

  /** @exercise 3.2 */
  remove(fd: number): void {
    epollCtl(this.#epfd, EPOLL_CTL_DEL, fd);
  }

  /** @exercise 3.2 */
  wait(timeoutMs: number): number {
    return epollWait(this.#epfd, this.#events, timeoutMs);
  }

  fd(index: number): number {
    return this.#events.fd(index);
  }

  events(index: number): number {
    return fromEpoll(this.#events.events(index));
  }

  close(): void {
    close(this.#epfd);
  }
}

/** @exercise 3.2 */
function toEpoll(interest: number): number {
  return ((interest & READABLE) !== 0 ? EPOLLIN : 0) | ((interest & WRITABLE) !== 0 ? EPOLLOUT : 0);
}

/**
 * Whatever else is set is an error or a hang-up, which the kernel reports unasked: whoever reads or writes finds out.
 * @exercise 3.2
 */
function fromEpoll(events: number): number {
  if ((events & ~(EPOLLIN | EPOLLOUT)) !== 0) return READABLE | WRITABLE;
  return ((events & EPOLLIN) !== 0 ? READABLE : 0) | ((events & EPOLLOUT) !== 0 ? WRITABLE : 0);
}
