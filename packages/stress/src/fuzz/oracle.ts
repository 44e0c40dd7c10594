// redis-server on a socket, asked in pipelines.

import net from 'node:net';
import { type RunningServer, readReply, startRedis } from '@byor/spec/harness';
import { MOST_BULK_BYTES } from './machine.ts';

/** It may share its processor with much else. */
const LONGEST_ANSWER_MS = 20_000;

export class Oracle {
  readonly #server: RunningServer;
  #socket: net.Socket | undefined;

  private constructor(server: RunningServer) {
    this.#server = server;
  }

  static async start(): Promise<Oracle> {
    return new Oracle(await startRedis(['--proto-max-bulk-len', String(MOST_BULK_BYTES)]));
  }

  /** Sends commands in one pipeline, and resolves with as many replies, each as latin1. */
  async ask(request: Uint8Array, count: number): Promise<string[]> {
    this.#socket ??= this.#connect();
    const socket = this.#socket;
    const replies: string[] = [];
    let input = Buffer.alloc(0);
    await this.#hear(
      socket,
      (resolve, chunk) => {
        input = Buffer.concat([input, chunk]);
        let at = 0;
        for (let reply = readReply(input, at); reply; reply = readReply(input, at)) {
          replies.push(input.toString('latin1', reply.start, reply.end));
          at = reply.end;
        }
        input = input.subarray(at);
        if (replies.length >= count) resolve();
      },
      request,
    );
    return replies;
  }

  /** Says something on a connection of its own, then that this was all, and resolves with all that came back. */
  async converse(bytes: Uint8Array): Promise<string> {
    const socket = this.#connect();
    let heard = '';
    socket.end(bytes);
    await this.#hear(socket, (_, chunk) => {
      heard += chunk.toString('latin1');
    });
    socket.destroy();
    return heard;
  }

  async stop(): Promise<void> {
    this.#socket?.destroy();
    await this.#server.stop();
  }

  #connect(): net.Socket {
    const { host, port } = this.#server;
    return net.connect({ host, port, noDelay: true, allowHalfOpen: true });
  }

  /** Until `take` has heard enough, or the other side has ended. */
  #hear(
    socket: net.Socket,
    take: (resolve: () => void, chunk: Buffer) => void,
    request?: Uint8Array,
  ): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const settle = (error?: Error) => {
        clearTimeout(timer);
        socket.off('data', onData).off('end', settle).off('error', onError);
        error ? reject(error) : resolve();
      };
      const onData = (chunk: Buffer) => take(settle, chunk);
      const onError = (error: NodeJS.ErrnoException) =>
        error.code === 'ECONNRESET' || error.code === 'EPIPE' ? settle() : settle(error);
      const late = `redis-server did not answer in ${LONGEST_ANSWER_MS} ms`;
      const timer = setTimeout(() => settle(new Error(late)), LONGEST_ANSWER_MS);
      socket.on('data', onData).once('end', settle).once('error', onError);
      if (request) socket.write(request);
    });
  }
}
