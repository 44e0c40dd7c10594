// The programs' store by node-redis (the package `redis`).

import { createClient } from 'redis';
import type { Store } from './programs.ts';

export async function nodeRedisStore(port: number, RESP: 2 | 3): Promise<Store> {
  const redis = await createClient({ RESP, socket: { port, host: '127.0.0.1' } }).connect();
  return {
    addPoints: (board, player, points) => redis.zIncrBy(board, points, player),
    best: async (board, count) => {
      const found = await redis.zRangeWithScores(board, 0, count - 1, { REV: true });
      return found.map(({ value, score }) => ({ player: String(value), points: score }));
    },
    place: (board, player) => redis.zRevRank(board, player),
    saveSession: async (id, content, ttlS) => {
      await redis.setEx(id, ttlS, content);
    },
    useSession: (id, ttlS) => redis.getEx(id, { type: 'EX', value: ttlS }),
    secondsLeft: (id) => redis.ttl(id),
    countRequest: async (who, id, sinceMs, nowMs) => {
      const replies = await redis
        .multi()
        .zRemRangeByScore(who, '-inf', `(${sinceMs}`)
        .zAdd(who, { score: nowMs, value: id })
        .zCard(who)
        .expire(who, 3600)
        .execAsPipeline();
      return Number(replies[2]);
    },
    close: () => redis.close(),
  };
}
