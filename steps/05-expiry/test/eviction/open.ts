// This stage's engine on a clock, a chance and a memory that the test holds.

import { bytesInUse, pageHost } from '@byor/04-kv/core';
import { layers } from '../../src/core.ts';
import { type Flags, startLayers } from '../talk.ts';

/** Draws this many, and none of a test's few keys is missed. */
const MANY = '500';

/** `startupBytes`: what the engine itself takes. */
export function open(flags: Flags = {}, seed = 1, startupBytes = 0) {
  const host = {
    random: randomFrom(seed),
    info: { ...pageHost().info, memory: () => ({ rssBytes: 0, objectBytes: startupBytes }) },
  };
  const opened = startLayers(layers, { 'maxmemory-samples': MANY, ...flags }, host);
  const log: string[] = [];
  opened.engine.hooks.write.push((dbIndex, request) => {
    log.push(`${dbIndex === 0 ? '' : `${dbIndex}: `}${request.strings().join(' ')}`);
  });
  const client = opened.connect();
  const usedBytes = () => bytesInUse(opened.engine);
  return {
    ...opened,
    client,
    log,
    usedBytes,
    /** The names that were taken to bring the memory in use `bytes` down, in order. */
    evictedFor: (bytes: number): string[] => {
      log.length = 0;
      client.say(`CONFIG SET maxmemory ${usedBytes() - bytes}`);
      const names = log.map((line) => line.replace('DEL ', ''));
      client.say('CONFIG SET maxmemory 0');
      return names;
    },
    evicted: () => Number(/evicted_keys:(\d+)/.exec(client.say('INFO stats'))?.[1]),
  };
}

/** Integers in [0, below), the same ones in every run: mulberry32. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
