// A client of the load: keeps a few commands in flight and notes when each was sent and acknowledged.

import net from 'node:net';
import { readReply } from '@byor/spec/harness';
import type { Sent } from './history.ts';
import type { Operation } from './state.ts';

/** The longest pause between two bursts, in ms. */
const LONGEST_PAUSE_MS = 8;
const LARGEST_BURST = 6;
/** What no order of the load's commands may bring about, but a missing key may. */
const ALLOWED_ERROR = '-ERR no such key';

export interface Ticks {
  now: number;
}

export interface WriterOptions {
  readonly host: string;
  readonly port: number;
  readonly dbIndex: number;
  readonly ticks: Ticks;
  readonly random: () => number;
  readonly next: () => Operation;
  /** Called at each acknowledgement. */
  readonly acknowledged: () => void;
}

export class Writer {
  readonly history: Sent[] = [];
  /** An answer that no right server gives to these commands. */
  refusal: string | undefined;
  acknowledged = 0;
  readonly #options: WriterOptions;
  readonly #socket: net.Socket;
  #input: Buffer = Buffer.alloc(0);
  #selected = false;
  #timer: NodeJS.Timeout | undefined;

  /** Begins at once, and goes on until the connection ends. */
  constructor(options: WriterOptions) {
    this.#options = options;
    const { host, port, dbIndex } = options;
    this.#socket = net.connect({ host, port, noDelay: true });
    this.#socket.on('error', () => undefined); // the server is killed: that is what this is about
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('connect', () => this.#socket.write(encode(['SELECT', String(dbIndex)])));
  }

  /** Resolves when nothing more can arrive: what the server sent before it died is still read. */
  async ended(): Promise<void> {
    const { closed } = this.#socket;
    if (!closed) await new Promise((resolve) => this.#socket.once('close', resolve));
    clearTimeout(this.#timer);
  }

  close(): void {
    this.#socket.destroy();
  }

  #burst(): void {
    const { random, next, ticks } = this.#options;
    const count = 1 + Math.floor(random() * LARGEST_BURST);
    let bytes = '';
    for (let n = 0; n < count; n++) {
      const operation = next();
      this.history.push({ operation, sentTick: ++ticks.now });
      bytes += encode(operation.words);
    }
    this.#socket.write(bytes);
  }

  #take(chunk: Buffer): void {
    this.#input = this.#input.length === 0 ? chunk : Buffer.concat([this.#input, chunk]);
    let at = 0;
    for (;;) {
      const reply = readReply(this.#input, at);
      if (reply === undefined) break;
      at = reply.end;
      if (this.#selected) this.#acknowledge(reply.type, reply.text);
      else this.#selected = true;
    }
    this.#input = this.#input.subarray(at);
    if (this.acknowledged === this.history.length) this.#pause();
  }

  #acknowledge(type: string, text: string | null): void {
    const sent = this.history[this.acknowledged++] as Sent;
    sent.ackedTick = ++this.#options.ticks.now;
    sent.ackedMs = performance.now();
    this.#options.acknowledged();
    if (type !== '-' || `-${text}` === ALLOWED_ERROR) return;
    this.refusal ??= `${sent.operation.words.slice(0, 4).join(' ')}: ${text}`;
  }

  #pause(): void {
    const pauseMs = this.#options.random() * LONGEST_PAUSE_MS;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#burst(), pauseMs);
  }
}

/** Words are ASCII here. */
function encode(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`;
}
