// A client that knows every reply before it comes, byte for byte, and sends one batch of commands after the other.

import net from 'node:net';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Commands, and exactly what comes back for all of them; latin1. */
export interface Batch {
  readonly request: string;
  readonly reply: string;
  readonly commands: number;
}

/** Connects. Rejects when it is refused. */
export function connect({ host, port }: Address): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, noDelay: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

export class Peer {
  /** Replies that came, since the last `reset`. */
  commands = 0;
  /** How long each batch took, in ms, since the last `reset`. */
  latenciesMs: number[] = [];
  /** The first thing that went wrong. */
  trouble: string | undefined;
  readonly #socket: net.Socket;
  readonly #next: () => Batch;
  readonly #pauseMs: () => number;
  #batch: Batch | undefined;
  #heard = '';
  #sentMs = 0;
  /** Batches still to be sent. */
  #left = 0;
  #ended = false;
  #resolve: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;

  /** `pauseMs`: how long it waits between two batches. */
  constructor(socket: net.Socket, next: () => Batch, pauseMs: () => number = () => 0) {
    this.#socket = socket;
    this.#next = next;
    this.#pauseMs = pauseMs;
    socket.setEncoding('latin1');
    socket.on('data', (text) => this.#take(String(text)));
    socket.on('error', (error) => this.#fail(error.message));
    socket.on('close', () => this.#fail('saw the connection closed'));
  }

  /** Resolves when so many batches are answered, after `finish`, after `end`, or when there is trouble. */
  talk(batches = Number.POSITIVE_INFINITY): Promise<void> {
    this.#left = batches;
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#goOn();
    });
  }

  /** Counts anew. */
  reset(): void {
    this.commands = 0;
    this.latenciesMs = [];
  }

  /** The batch in flight is the last. */
  finish(): void {
    this.#left = 0;
    if (this.#batch === undefined) this.#goOn();
  }

  /** Now, whatever is in flight. */
  end(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#socket.destroy();
    this.#resolve();
  }

  #goOn(): void {
    clearTimeout(this.#timer);
    const pauseMs = this.#left === 0 ? 0 : this.#pauseMs();
    if (this.#left === 0) this.#resolve();
    else if (pauseMs > 0) this.#timer = setTimeout(() => this.#send(), pauseMs);
    else this.#send();
  }

  #send(): void {
    this.#left--;
    this.#batch = this.#next();
    this.#sentMs = performance.now();
    this.#socket.write(this.#batch.request, 'latin1');
  }

  #take(text: string): void {
    const { reply, commands } = this.#batch ?? { reply: '', commands: 0 };
    this.#heard += text;
    if (!reply.startsWith(this.#heard)) this.#fail(this.#difference(reply));
    if (this.#ended || this.#heard.length < reply.length) return;
    this.#heard = '';
    this.#batch = undefined;
    this.commands += commands;
    this.latenciesMs.push(performance.now() - this.#sentMs);
    this.#goOn();
  }

  #difference(reply: string): string {
    let at = 0;
    while (at < reply.length && reply[at] === this.#heard[at]) at++;
    const from = Math.max(0, at - 40);
    const shown = (text: string) => JSON.stringify(text.slice(from, at + 60));
    return `heard …${shown(this.#heard)}, expected …${shown(reply)}`;
  }

  #fail(why: string): void {
    if (this.#ended) return;
    this.trouble ??= `${why}${this.#batch ? ` (sent ${JSON.stringify(this.#batch.request.slice(0, 200))} …)` : ''}`;
    this.end();
  }
}

export function command(...words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
}

export const bulk = (text: string): string => `$${text.length}\r\n${text}\r\n`;

/** SET and GET in turn, each waiting for its reply. */
export function setAndGet(key: string): () => Batch {
  let serial = 0;
  return () => {
    const value = `value ${serial >> 1} of ${key}`;
    return serial++ % 2 === 0
      ? { request: command('SET', key, value), reply: '+OK\r\n', commands: 1 }
      : { request: command('GET', key), reply: bulk(value), commands: 1 };
  };
}

/** `depth` INCRs at once. */
export function increments(key: string, depth: number): () => Batch {
  let count = 0;
  const request = command('INCR', key).repeat(depth);
  return () => {
    let reply = '';
    for (let n = 0; n < depth; n++) reply += `:${++count}\r\n`;
    return { request, reply, commands: depth };
  };
}
