// The conformance suite: what a turn of the loop promises, and what a client may take of it.

import { expect, test } from 'vitest';
import { type EventLoop, OUTPUT_HIGH_WATER, respond, type Session } from '../src/index.ts';
import { countBusyTurns } from './support/busy-turns.ts';
import { bulk, request } from './support/client.ts';
import { start, until } from './support/start.ts';
import { onEachTransport } from './support/transports.ts';

onEachTransport((name) => {
  test('a client that does not read stops being read, and holds bounded memory', async () => {
    let echoes = 0;
    const server = await start(name, {
      execute: (args, session) => {
        if (args.at(0).is('ECHO')) echoes++;
        respond(args, session);
      },
    });
    const deaf = await server.connect();
    const other = await server.connect();
    let mostHeld = 0;
    server.transport.loop.beforeSleep('flush', () => {
      const { input, output } = server.sessions[0] as Session;
      mostHeld = Math.max(mostHeld, input.buffer.length + output.buffer.length);
    });
    deaf.pause();
    const text = 'x'.repeat(16 * 1024);
    const total = 4096;
    deaf.send(request('ECHO', text).repeat(total));
    for (let before = -1; before !== echoes; ) {
      before = echoes;
      for (let i = 0; i < 20; i++) await other.exchange('PING\r\n', '+PONG\r\n');
    }
    const busyTurns = countBusyTurns(server.transport.loop as EventLoop);
    await new Promise<void>((resolve) => server.transport.loop.after(100, resolve));
    expect(busyTurns()).toBeLessThan(1000);
    expect(echoes).toBeLessThan(total);
    expect(deaf.unsent).toBeGreaterThan(0);
    // The output doubles once beyond its mark, the input holds a turn's share: 64 MiB would have come.
    expect(mostHeld).toBeLessThan(4 * OUTPUT_HIGH_WATER);
    deaf.read();
    await deaf.exchange('', bulk(text).repeat(total));
  });

  test('replies leave after maintain and persist, whatever the order of registration', async () => {
    const order: string[] = [];
    const server = await start(name, {
      execute: (_, session) => {
        order.push('command');
        session.output.ok();
      },
    });
    const { loop } = server.transport;
    for (const phase of ['flush', 'persist', 'maintain'] as const) {
      loop.beforeSleep(phase, () => {
        if (order.length > 0 && order.length < 4) order.push(phase);
      });
    }
    const client = await server.connect();
    client.send('GO\r\n');
    await client.receive(5);
    expect(order).toEqual(['command', 'maintain', 'persist', 'flush']);
  });

  test('timers of the loop run, again and again or once, until they are cancelled', async () => {
    const { transport } = await start(name);
    let beats = 0;
    await new Promise<void>((resolve) => {
      const beat = transport.loop.every(1, () => {
        if (++beats === 3) beat.cancel();
        if (beats === 3) transport.loop.after(5, resolve);
      });
    });
    expect(beats).toBe(3);
  });

  test('the time of the loop is that of the wall, and stands still within a turn', async () => {
    const times: number[] = [];
    const server = await start(name, {
      execute: (_, session) => {
        times.push(server.transport.loop.now);
        session.output.ok();
      },
    });
    const client = await server.connect();
    await client.exchange('A\r\n'.repeat(100), '+OK\r\n'.repeat(100));
    expect(new Set(times).size).toBe(1);
    const before = (times[0] as number) + 5;
    await until(() => Date.now() >= before);
    await client.exchange('A\r\n', '+OK\r\n');
    expect(times.at(-1)).toBeGreaterThanOrEqual(before);
    expect(times.at(-1)).toBeLessThanOrEqual(Date.now());
  });
});
