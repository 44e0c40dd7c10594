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

  add(fd: number, interest: number): void {
    epollCtl(this.#epfd, EPOLL_CTL_ADD, fd, toEpoll(interest));
  }

  modify(fd: number, interest: number): void {
    epollCtl(this.#epfd, EPOLL_CTL_MOD, fd, toEpoll(interest));
  }

  remove(fd: number): void {
    epollCtl(this.#epfd, EPOLL_CTL_DEL, fd);
  }

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

function toEpoll(interest: number): number {
  return ((interest & READABLE) !== 0 ? EPOLLIN : 0) | ((interest & WRITABLE) !== 0 ? EPOLLOUT : 0);
}

/** Whatever else is set is an error or a hang-up, which the kernel reports unasked: whoever reads or writes finds out. */
function fromEpoll(events: number): number {
  if ((events & ~(EPOLLIN | EPOLLOUT)) !== 0) return READABLE | WRITABLE;
  return ((events & EPOLLIN) !== 0 ? READABLE : 0) | ((events & EPOLLOUT) !== 0 ? WRITABLE : 0);
}
