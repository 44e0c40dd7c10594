// One connection of the load: what it still has to send, and since when it waits for what.
// Invariant: `waiting` commands were sent or are being sent and are not answered; their times stand in a ring, the oldest first.

import {
  AF_INET,
  close,
  connect,
  EAGAIN,
  read,
  SOCK_STREAM,
  setNoDelay,
  setNonBlocking,
  socket,
  write,
} from '@byor/libc';
import type { Address } from '../redis-benchmark.ts';
import { ReplyCounter } from '../reply-counter.ts';
import type { Requests } from './requests.ts';

/** Where every lane reads to: replies are counted and forgotten. */
const input = new Uint8Array(256 * 1024);

export class Lane {
  readonly fd: number;
  readonly #requests: Requests;
  readonly #replies = new ReplyCounter();
  #output: Uint8Array;
  #from = 0;
  #to = 0;
  /** When each waiting command was due, in ms. */
  #due = new Float64Array(16);
  #oldest = 0;
  waiting = 0;

  constructor({ host, port }: Address, requests: Requests) {
    this.#requests = requests;
    this.#output = new Uint8Array(requests.longest);
    this.fd = socket(AF_INET, SOCK_STREAM);
    connect(this.fd, { host, port });
    setNoDelay(this.fd);
    setNonBlocking(this.fd);
  }

  /** Bytes wait for room in the socket. */
  get blocked(): boolean {
    return this.#from < this.#to;
  }

  /** When the command was due that has waited longest; Infinity when none waits. */
  get oldestDueMs(): number {
    return this.waiting === 0 ? Number.POSITIVE_INFINITY : (this.#due[this.#oldest] ?? 0);
  }

  /** The first error the server replied. */
  get error(): string | undefined {
    return this.#replies.error;
  }

  /** Sends so many commands in one write, as far as there is room. */
  send(commands: number, dueMs: number): void {
    this.#makeRoom(commands);
    for (let n = 0; n < commands; n++) {
      this.#to = this.#requests.write(this.#output, this.#to);
      this.#due[(this.#oldest + this.waiting++) % this.#due.length] = dueMs;
    }
    this.flush();
  }

  flush(): void {
    while (this.#from < this.#to) {
      const written = write(this.fd, this.#output, this.#from, this.#to - this.#from);
      if (written === -EAGAIN) return;
      if (written < 0) throw new Error('the server closed a connection');
      this.#from += written;
    }
    this.#from = 0;
    this.#to = 0;
  }

  /** Takes the replies that are there: `answered` hears of each when its command was due. Returns how many came. */
  receive(answered: (dueMs: number) => void): number {
    const before = this.#replies.count;
    for (;;) {
      const count = read(this.fd, input);
      if (count === -EAGAIN) break;
      if (count <= 0) throw new Error('the server closed a connection');
      this.#replies.feed(input, count);
      if (count < input.length) break;
    }
    const came = this.#replies.count - before;
    if (came > this.waiting) throw new Error('the server sent more replies than it got commands');
    for (let n = 0; n < came; n++) {
      answered(this.#due[this.#oldest] ?? 0);
      this.#oldest = (this.#oldest + 1) % this.#due.length;
    }
    this.waiting -= came;
    return came;
  }

  close(): void {
    close(this.fd);
  }

  #makeRoom(commands: number): void {
    const bytes = this.#to + commands * this.#requests.longest;
    if (bytes > this.#output.length) {
      const grown = new Uint8Array(2 * bytes);
      grown.set(this.#output);
      this.#output = grown;
    }
    if (this.waiting + commands <= this.#due.length) return;
    const due = new Float64Array(2 * (this.waiting + commands));
    for (let n = 0; n < this.waiting; n++)
      due[n] = this.#due[(this.#oldest + n) % this.#due.length] ?? 0;
    this.#due = due;
    this.#oldest = 0;
  }
}
