// Puts every key of the range there, in order, through one connection: as fast as replies come, never more than a chunk ahead.

import net from 'node:net';
import type { Address } from './redis-benchmark.ts';
import { ReplyCounter } from './reply-counter.ts';
import { encode } from './requests.ts';

const CHUNK_BYTES = 256 * 1024;

/** `words` holds `__rand_int__` where the number goes. Rejects with the server's first error. */
export async function fill(
  { host, port }: Address,
  words: readonly string[],
  keys: number,
): Promise<void> {
  const socket = net.connect({ host, port, noDelay: true });
  const replies = new ReplyCounter();
  let sent = 0;
  await new Promise<void>((resolve, reject) => {
    const next = () => {
      let chunk = '';
      while (sent < keys && chunk.length < CHUNK_BYTES) chunk += encode(words, sent++);
      socket.write(chunk, 'latin1');
    };
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the server closed the connection')));
    socket.once('connect', next);
    socket.on('data', (bytes) => {
      replies.feed(bytes);
      if (replies.error !== undefined) reject(new Error(replies.error));
      else if (replies.count === keys) resolve();
      else if (replies.count === sent) next();
    });
  }).finally(() => socket.destroy());
}
