import { describe, expect, test } from 'vitest';
import {
  close,
  EPOLL_CTL_ADD,
  EPOLL_CTL_DEL,
  EPOLL_CTL_MOD,
  EPOLLET,
  EPOLLHUP,
  EPOLLIN,
  EPOLLOUT,
  EPOLLRDHUP,
  EpollEvents,
  epollCreate,
  epollCtl,
  epollWait,
  read,
  SHUT_WR,
  shutdown,
  write,
} from '../src/index.ts';
import { closing, connected, countDescriptors, LONG_MS } from './support.ts';

const title = process.platform === 'linux' ? 'epoll' : 'epoll (skipped: Linux alone has it)';

describe.skipIf(process.platform !== 'linux')(title, () => {
  const created = () => ({ epfd: closing(epollCreate()), events: new EpollEvents(4) });

  test('tells which descriptors are ready, and for what', () => {
    const { epfd, events } = created();
    const { near, far } = connected();
    epollCtl(epfd, EPOLL_CTL_ADD, near, EPOLLIN);
    epollCtl(epfd, EPOLL_CTL_ADD, far, EPOLLIN);
    expect(epollWait(epfd, events, 0)).toBe(0);
    write(near, Buffer.from('x'));
    expect(epollWait(epfd, events, LONG_MS)).toBe(1);
    expect([events.fd(0), events.events(0), events.tag(0)]).toEqual([far, EPOLLIN, 0]);
  });

  test('interest changes and ends; the kernel refuses what makes no sense', () => {
    const { epfd, events } = created();
    const { near } = connected();
    expect(() => epollCtl(epfd, EPOLL_CTL_MOD, near, EPOLLIN)).toThrow(/epoll_ctl .*ENOENT/);
    epollCtl(epfd, EPOLL_CTL_ADD, near, EPOLLIN);
    expect(() => epollCtl(epfd, EPOLL_CTL_ADD, near, EPOLLIN)).toThrow(/epoll_ctl .*EEXIST/);
    epollCtl(epfd, EPOLL_CTL_MOD, near, EPOLLIN | EPOLLOUT);
    expect(epollWait(epfd, events, 0)).toBe(1);
    expect(events.events(0)).toBe(EPOLLOUT);
    epollCtl(epfd, EPOLL_CTL_DEL, near);
    expect(epollWait(epfd, events, 0)).toBe(0);
  });

  test('all 64 bits of data come back: descriptor and tag, for several at once', () => {
    const { epfd, events } = created();
    const tags = [-1, 0x7fff_ffff, -0x8000_0000, 0x1234_5678];
    const expected = new Map<number, number>();
    for (const tag of tags) {
      const { near } = connected();
      epollCtl(epfd, EPOLL_CTL_ADD, near, EPOLLOUT, tag);
      expected.set(near, tag);
    }
    expect(epollWait(epfd, events, LONG_MS)).toBe(4);
    const found = new Map([0, 1, 2, 3].map((index) => [events.fd(index), events.tag(index)]));
    expect(found).toEqual(expected);
  });

  test('no more events than there is room for; the others come next', () => {
    const { epfd } = created();
    const room = new EpollEvents(2);
    for (let i = 0; i < 3; i++) epollCtl(epfd, EPOLL_CTL_ADD, connected().near, EPOLLOUT);
    const seen = new Set<number>();
    for (let i = 0; i < 3; i++) {
      expect(epollWait(epfd, room, 0)).toBe(2);
      seen.add(room.fd(0)).add(room.fd(1));
    }
    expect(seen.size).toBe(3);
  });

  test('edge-triggered: a change is told once', () => {
    const { epfd, events } = created();
    const { near, far } = connected();
    epollCtl(epfd, EPOLL_CTL_ADD, far, EPOLLIN | EPOLLET, 7);
    write(near, Buffer.from('one'));
    expect(epollWait(epfd, events, LONG_MS)).toBe(1);
    expect(events.tag(0)).toBe(7);
    expect(epollWait(epfd, events, 0)).toBe(0);
    write(near, Buffer.from('two'));
    expect(epollWait(epfd, events, LONG_MS)).toBe(1);
  });

  test('the peer has ended its side, then both have', () => {
    const { epfd, events } = created();
    const { near, far } = connected();
    epollCtl(epfd, EPOLL_CTL_ADD, far, EPOLLRDHUP);
    shutdown(near, SHUT_WR);
    expect(epollWait(epfd, events, LONG_MS)).toBe(1);
    expect(events.events(0)).toBe(EPOLLRDHUP);
    expect(read(far, new Uint8Array(1))).toBe(0);
    shutdown(far, SHUT_WR);
    expect(epollWait(epfd, events, LONG_MS)).toBe(1);
    expect(events.events(0)).toBe(EPOLLRDHUP | EPOLLHUP);
  });

  test('1,000 sets leave no descriptor behind', () => {
    const before = countDescriptors();
    for (let i = 0; i < 1_000; i++) close(epollCreate());
    expect(countDescriptors()).toBe(before);
  });
});
