// The programs' store by ioredis.

import { Redis } from 'ioredis';
import type { Store } from './programs.ts';

export async function ioredisStore(port: number, protocol: 2 | 3): Promise<Store> {
  const redis = new Redis({ port, protocol });
  return {
    addPoints: async (board, player, points) => Number(await redis.zincrby(board, points, player)),
    best: async (board, count) => {
      const flat = (await redis.zrevrange(board, 0, count - 1, 'WITHSCORES')).flat();
      return flat.flatMap((player, i) =>
        i % 2 === 0 ? [{ player, points: Number(flat[i + 1]) }] : [],
      );
    },
    place: (board, player) => redis.zrevrank(board, player),
    saveSession: async (id, content, ttlS) => {
      await redis.setex(id, ttlS, content);
    },
    useSession: (id, ttlS) => redis.getex(id, 'EX', ttlS),
    secondsLeft: (id) => redis.ttl(id),
    countRequest: async (who, id, sinceMs, nowMs) => {
      const results = await redis
        .pipeline()
        .zremrangebyscore(who, '-inf', `(${sinceMs}`)
        .zadd(who, nowMs, id)
        .zcard(who)
        .expire(who, 3600)
        .exec();
      return Number(results?.[2]?.[1]);
    },
    close: async () => {
      await redis.quit();
    },
  };
}
