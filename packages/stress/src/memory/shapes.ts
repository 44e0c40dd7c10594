// What a server is filled with: each kind of value, and clients.

import { once } from 'node:events';
import type net from 'node:net';
import { type Address, type Batch, command, connect, Peer } from '../load/peer.ts';
import { BrokenPromise } from '../program.ts';

/** Bytes of requests in one batch, about. */
const BATCH_BYTES = 64 * 1024;
/** How often the same few keys are written to warm a server up. */
const WARM_UP_BATCHES = 300;
/** They come one after the other, so that nothing of them is left to be used again. */
const WARM_UP_CLIENTS = 1000;
const CLIENTS_AT_ONCE = 50;

export interface Filler {
  /** As much work as would fill it, and nothing is left of it. */
  warmUp(): Promise<void>;
  /** Some more. */
  more(): Promise<void>;
  close(): void;
}

export interface Shape {
  readonly name: string;
  /** Can others be evicted for it, one after the other? */
  readonly evicts: boolean;
  /** The largest size that it is tried with, in MiB; undefined: any. */
  readonly mostMib?: number;
  readonly open: (server: Address) => Promise<Filler>;
}

const keyOf = (n: number) => `key:${String(n).padStart(12, '0')}`;
const LONG_AFTER_MS = 100_000_000;

interface Row {
  words(n: number): readonly string[];
  /** To the first of its kind, and to the same once more. */
  readonly replies: readonly [string, string];
}

const textOf = (n: number, lengthBytes: number) => String(n).padEnd(lengthBytes, 'v');
const repeated = <T>(count: number, of: (at: number) => T[]): T[] =>
  Array.from({ length: count }, (_, at) => of(at)).flat();

const strings = (lengthBytes: number, perCommand: number): Row => ({
  words: (n) => {
    const pair = (at: number) => [keyOf(n * perCommand + at), textOf(at, lengthBytes)];
    return ['MSET', ...repeated(perCommand, pair)];
  },
  replies: ['+OK\r\n', '+OK\r\n'],
});

const mortal: Row = {
  words: (n) => ['SET', keyOf(n), textOf(n, 16), 'PX', String(LONG_AFTER_MS)],
  replies: ['+OK\r\n', '+OK\r\n'],
};

/** In sets that are filled one after the other. */
const members = (perSet: number, perCommand: number, half = 0): Row => ({
  words: (n) => {
    const first = (n * perCommand) % perSet;
    const member = (at: number) => [
      String(((first + at) % 997) + half),
      `member:${String(first + at).padStart(8, '0')}`,
    ];
    const key = keyOf(Math.floor((n * perCommand) / perSet));
    return ['ZADD', key, ...repeated(perCommand, member)];
  },
  replies: [`:${perCommand}\r\n`, ':0\r\n'],
});

const of = (name: string, row: Row, evicts = true): Shape => ({
  name,
  evicts,
  open: async (server) => new Rows(await connect(server), row),
});

export const SHAPES: readonly Shape[] = [
  of('strings of 16 bytes', strings(16, 20)),
  of('strings of 100 bytes', strings(100, 20)),
  of('strings of 1,000 bytes', strings(1000, 20)),
  of('strings of 40,000 bytes', strings(40_000, 1)),
  of('strings of 16 bytes that die', mortal),
  of('sorted sets of 1', members(1, 1)),
  of('sorted sets of 16', members(16, 16)),
  of('sorted sets of 100, scores with .5', members(100, 20, 0.5)),
  of('sorted sets of 200', members(200, 20)),
  of('sorted sets of 1,000', members(1000, 20)),
  of('one sorted set', members(2 ** 40, 20), false),
  { name: 'clients that ask little', evicts: false, mostMib: 16, open: clients(1) },
  { name: 'clients that send much', evicts: false, mostMib: 64, open: clients(9000) },
];

class Rows implements Filler {
  readonly #peer: Peer;
  readonly #row: Row;
  #next: Batch = { request: '', reply: '', commands: 0 };
  #at = 0;

  constructor(socket: net.Socket, row: Row) {
    this.#row = row;
    this.#peer = new Peer(socket, () => this.#next);
  }

  async warmUp(): Promise<void> {
    await this.more();
    for (let n = 0; n < WARM_UP_BATCHES; n++) {
      this.#at = 0;
      await this.#say(this.#batch(1));
    }
    await this.#say({ request: command('FLUSHALL'), reply: '+OK\r\n', commands: 1 });
    this.#at = 0;
  }

  more(): Promise<void> {
    return this.#say(this.#batch(0));
  }

  close(): void {
    this.#peer.end();
  }

  async #say(batch: Batch): Promise<void> {
    this.#next = batch;
    await this.#peer.talk(1);
    if (this.#peer.trouble !== undefined) throw new BrokenPromise(this.#peer.trouble);
  }

  #batch(time: 0 | 1): Batch {
    const from = this.#at;
    let request = '';
    let reply = '';
    while (request.length < BATCH_BYTES) {
      request += command(...this.#row.words(this.#at++));
      reply += this.#row.replies[time];
    }
    return { request, reply, commands: this.#at - from };
  }
}

/** Each sends a value of that length a few times, and stays. */
function clients(lengthBytes: number): Shape['open'] {
  return async (server) => {
    const sockets: net.Socket[] = [];
    const request = command('ECHO', 'v'.repeat(lengthBytes));
    const come = async () => {
      const socket = await connect(server);
      sockets.push(socket);
      for (let n = 0; n < 8; n++) await answered(socket, request, lengthBytes);
    };
    const more = async () => {
      await Promise.all(Array.from({ length: CLIENTS_AT_ONCE }, come));
    };
    const close = () => {
      for (const socket of sockets.splice(0)) socket.destroy();
    };
    const warmUp = async () => {
      for (let n = 0; n < WARM_UP_CLIENTS; n++) {
        await come();
        close();
      }
    };
    return { warmUp, more, close };
  };
}

async function answered(socket: net.Socket, request: string, lengthBytes: number): Promise<void> {
  socket.write(request);
  for (let left = lengthBytes; left > 0; ) {
    const [chunk] = (await once(socket, 'data')) as [Buffer];
    left -= chunk.length;
  }
}
