// CONFIG SET timeout: connections on which nothing moves are closed.

import { matching, ok, pairs, type WireContext, wire } from '@byor/spec';

const PATIENCE_MS = 15_000;
const SPEAK_MS = 50;
/** So long that a busy machine does not keep the one that talks silent. */
const TIMEOUT_S = 2;

/** Sets a timeout, and comes back when a connection that says nothing was closed for it. */
async function untilIdleIsClosed({ client, connect, after }: WireContext): Promise<void> {
  const idle = await connect();
  after(() => client.call('CONFIG', 'SET', 'timeout', 0).expect(ok));
  await client.call('CONFIG', 'SET', 'timeout', TIMEOUT_S).expect(ok);
  let closed = false;
  const end = idle.expectClosed().finally(() => {
    closed = true;
  });
  while (!closed) {
    await client.call('PING').reply();
    await Promise.race([end, new Promise((resolve) => setTimeout(resolve, SPEAK_MS))]);
  }
  await end;
}

export const cases = [
  wire(
    'closed',
    'a connection that is idle for longer than the timeout is closed, one that talks is not',
    async (context) => {
      await untilIdleIsClosed(context);
      await context.client
        .call('CONFIG', 'GET', 'timeout')
        .expect(pairs([['timeout', String(TIMEOUT_S)]]));
    },
    { timeoutMs: PATIENCE_MS, cause: 'no timer looks at the connections, or at the wrong ones' },
  ),

  wire(
    'monitor-stays',
    'who listens has nothing to say: MONITOR is not closed',
    async (context) => {
      const monitor = await context.connect();
      monitor.call('CLIENT', 'REPLY', 'OFF').unread();
      monitor.call('MONITOR').unread();
      await untilIdleIsClosed(context);
      await context.client.call('CLIENT', 'LIST').expect(matching(/ flags=O /));
    },
    { timeoutMs: PATIENCE_MS, cause: 'the timeout is for those who could have spoken' },
  ),
];
