// A listening socket on the loop: whom it takes, and how many a turn.

import { close, connect, domainOf, socket } from '@byor/libc';
import { describe, expect, onTestFinished, test } from 'vitest';
import { EventLoop } from '../src/core.ts';
import { PollPoller } from '../src/loop/poll-poller.ts';
import { whyNot } from '../src/transport/choose-transport.ts';
import { DescriptorListener } from '../src/transport/descriptor-listener.ts';

function listening() {
  const loop = new EventLoop(new PollPoller());
  const welcomed: number[] = [];
  const listener = new DescriptorListener({ host: '127.0.0.1', port: 0 }, loop, (fd) =>
    welcomed.push(fd),
  );
  onTestFinished(() => {
    listener.close();
    for (const fd of welcomed) close(fd);
  });
  return { loop, welcomed, listener };
}

function dial({ host, port }: { host: string; port: number }): void {
  const fd = socket(domainOf(host));
  connect(fd, { host, port });
  onTestFinished(() => close(fd));
}

const reason = whyNot('poll');

describe.skipIf(reason)(`a listener${reason ? ` (not here: ${reason})` : ''}`, () => {
  test('takes whoever has come, and each once', () => {
    const { loop, welcomed, listener } = listening();
    loop.turn(0);
    expect(welcomed).toEqual([]);
    for (let i = 0; i < 3; i++) dial(listener);
    loop.turn(10_000);
    loop.turn(0);
    expect(new Set(welcomed).size).toBe(3);
    expect(welcomed).toHaveLength(3);
  });

  test('takes 64 a turn, so that a burst does not keep the others waiting', () => {
    const { loop, welcomed, listener } = listening();
    for (let i = 0; i < 70; i++) dial(listener);
    loop.turn(10_000);
    expect(welcomed).toHaveLength(64);
    loop.turn(10_000);
    expect(welcomed).toHaveLength(70);
  });

  test('takes nobody once it is closed', () => {
    const { loop, welcomed, listener } = listening();
    dial(listener);
    listener.close();
    expect(loop.turn(0)).toBe(0);
    expect(welcomed).toEqual([]);
  });
});
