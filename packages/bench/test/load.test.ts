// Our own generator against the newest stage, and against servers that misbehave. Needs the system calls (Linux, macOS).

import net from 'node:net';
import { supported } from '@byor/libc';
import { listStages, startStage } from '@byor/spec/harness';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { fill } from '../src/load/fill.ts';
import { type Job, runLoad, type Waits } from '../src/load/own/load.ts';
import { LoadThread } from '../src/load/own/load-thread.ts';

let thread: LoadThread;
beforeAll(() => {
  thread = new LoadThread();
});
afterAll(() => thread.stop());

const job = (port: number, more: Partial<Job> = {}): Job => ({
  address: { host: '127.0.0.1', port },
  kinds: [{ share: 1, words: ['SET', 'key:__rand_int__', 'x'] }],
  clients: 3,
  pipeline: 4,
  commands: 200,
  keys: 50,
  seed: 1,
  ...more,
});

const STAR = 0x2a;

/** A server that counts what it is asked for. */
async function fakeServer(answer: (socket: net.Socket, asked: number) => void) {
  let asked = 0;
  let heard = '';
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      const came = bytes.filter((byte) => byte === STAR).length;
      asked += came;
      heard += bytes.toString('latin1');
      answer(socket, came);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  return {
    port: (server.address() as net.AddressInfo).port,
    asked: () => asked,
    heard: () => heard,
  };
}

describe.skipIf(!supported)('the load', () => {
  test('asks stage 07 so many commands, all answered', async () => {
    const stage = listStages().at(-1)?.name ?? '';
    const server = await startStage(stage);
    onTestFinished(() => void server.stop());
    const report = await thread.run(job(server.port));
    expect(report.perSecond).toBeGreaterThan(0);
    expect(report.p50Ms).toBeGreaterThan(0);
    expect(report.maxMs).toBeGreaterThanOrEqual(report.p999Ms);

    await fill(thread, server, ['ZADD', 'board', '__rand_int__', 'member:__rand_int__'], 60);
    const wrong = job(server.port, { kinds: [{ share: 1, words: ['GET', 'board'] }] });
    await expect(thread.run(wrong)).rejects.toThrow(/WRONGTYPE/);
  });

  test('sends exactly the commands of the job, also where clients and pipeline do not divide them', async () => {
    const server = await fakeServer((socket, asked) => socket.write('+OK\r\n'.repeat(asked)));
    await thread.run(job(server.port, { commands: 203 }));
    expect(server.asked()).toBe(203);
  });

  test('a paced load keeps its moments, and a probe asks beside it', async () => {
    const server = await fakeServer((socket, asked) => socket.write('+OK\r\n'.repeat(asked)));
    const report = await thread.run(
      job(server.port, { commands: 100, perSecond: 1000, probeEveryMs: 1, pid: process.pid }),
    );
    expect(report.perSecond).toBeLessThanOrEqual(1015);
    expect(report.pauseMs).toBeGreaterThan(0);
    expect(report.undisturbed).toBeGreaterThanOrEqual(0);
    expect(report.undisturbed).toBeLessThanOrEqual(1);
  });

  describe('paced, beside a server in a process of its own', () => {
    const paced = { commands: 400, perSecond: 4000, clients: 5 };
    const waits = (heldUp: () => boolean, ownMs = (tookMs: number) => tookMs): Waits => ({
      heldUp,
      begin: () => {},
      ownMs,
      close: () => {},
    });
    let port: number;
    beforeAll(async () => {
      const server = await startStage('04');
      port = server.port;
      return async () => void (await server.stop());
    });

    test('no command counts while somebody waits for a processor, and all do when nobody does', () => {
      const always = runLoad(
        job(port, paced),
        waits(() => true),
      );
      expect(always.undisturbed).toBe(0);
      const never = runLoad(
        job(port, paced),
        waits(() => false),
      );
      expect(never.undisturbed).toBe(1);
    });

    test('those that a single wait delays are left out, and not all others', () => {
      let looks = 0;
      const once = runLoad(
        job(port, paced),
        waits(() => ++looks === 3),
      );
      expect(once.undisturbed).toBeGreaterThan(0);
      expect(once.undisturbed).toBeLessThan(1);
    });

    test('the pause is what the server itself had of the slowest answer to a probe', () => {
      const more = { ...paced, probeEveryMs: 1 };
      const report = runLoad(
        job(port, more),
        waits(
          () => false,
          () => 7,
        ),
      );
      expect(report.pauseMs).toBeCloseTo(7, 1);
    });
  });

  test('filling walks the range in order, one number a command', async () => {
    const server = await fakeServer((socket, asked) => socket.write(':1\r\n'.repeat(asked)));
    const address = { host: '127.0.0.1', port: server.port };
    await fill(thread, address, ['ZADD', 'board', '__rand_int__', 'member:__rand_int__'], 3);
    const numbers = [...server.heard().matchAll(/\d{12}/g)].map(([digits]) => Number(digits));
    expect(numbers).toEqual([0, 0, 1, 1, 2, 2]);
  });

  test('a server that closes, or says too much, is told of', async () => {
    const closing = await fakeServer((socket) => socket.destroy());
    await expect(thread.run(job(closing.port))).rejects.toThrow(/closed a connection/);
    const chatty = await fakeServer((socket, asked) => socket.write('+OK\r\n'.repeat(asked + 1)));
    await expect(thread.run(job(chatty.port))).rejects.toThrow(/more replies/);
  });

  test('a batch larger than the socket takes arrives whole', async () => {
    const server = await fakeServer((socket, asked) => socket.write('+OK\r\n'.repeat(asked)));
    const words = ['SET', 'key:__rand_int__', 'x'.repeat(300_000)];
    await thread.run(
      job(server.port, { kinds: [{ share: 1, words }], commands: 32, pipeline: 16 }),
    );
    expect(server.asked()).toBe(32);
  });
});
