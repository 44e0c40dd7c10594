// One client of a crash round: sends random writes to keys of its own, knows what each of them does, and remembers which
// were acknowledged. So it can say of any state of its keys after how many of its writes it was the state.

import net from 'node:net';
import { ReplyParser, ReplyWriter } from '@byor/05-expiry/core';

/** What a key holds. */
interface Held {
  readonly value: string;
  readonly whenMs: string;
}

export type Holdings = Map<string, Held>;

/** One write: the request, and what it does to the actor's keys. */
interface Write {
  readonly request: readonly string[];
  readonly apply: (holdings: Holdings) => void;
  /** Positions in the order of all events of the round; Infinity: never. */
  readonly sent: number;
  acknowledged: number;
  acknowledgedMs: number;
}

/** What all actors of a round share. */
export interface Stage {
  /** Counts events. */
  tick(): number;
  random(below: number): number;
  readonly journal: string;
}

/** Requests on the way at once. */
const WINDOW = 16;
const KEYS = 8;

export class Actor {
  readonly id: number;
  readonly #stage: Stage;
  /** What the keys held when the round began. */
  readonly #start: Holdings;
  /** What they will hold when all that was sent has been run. */
  readonly #now: Holdings;
  readonly writes: Write[] = [];
  #answered = 0;
  #socket: net.Socket | undefined;
  /** What no server should answer. */
  readonly complaints: string[] = [];

  constructor(id: number, stage: Stage, start: Holdings) {
    this.id = id;
    this.#stage = stage;
    this.#start = start;
    this.#now = new Map(start);
  }

  get acknowledged(): number {
    return this.#answered;
  }

  /** Sends until the connection breaks. */
  play(port: number): Promise<void> {
    return new Promise((resolve) => {
      const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
      const replies = new ReplyParser();
      this.#socket = socket;
      socket.on('connect', () => this.#send(WINDOW));
      socket.on('data', (bytes) => {
        replies.feed(bytes);
        let count = 0;
        for (let reply = replies.next(); reply !== undefined; reply = replies.next(), count++) {
          this.#acknowledge(reply.type === 'error' ? reply.text : undefined);
        }
        this.#send(count);
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve());
    });
  }

  /** After how many writes the keys were as `found`: at least `least`. Undefined: never. */
  explain(found: Holdings, least: number): number | undefined {
    const holdings = new Map(this.#start);
    const wanted = textOf(found);
    for (let count = 0; count <= this.writes.length; count++) {
      if (count >= least && textOf(holdings) === wanted) return count;
      this.writes[count]?.apply(holdings);
    }
    return undefined;
  }

  #send(count: number): void {
    const requests = new ReplyWriter();
    for (let sent = 0; sent < count; sent++) {
      const { request, apply } = this.#next();
      apply(this.#now);
      requests.array(request.length);
      for (const word of request) requests.bulk(word);
      const sentAt = this.#stage.tick();
      this.writes.push({
        request,
        apply,
        sent: sentAt,
        acknowledged: Infinity,
        acknowledgedMs: Infinity,
      });
    }
    if (count > 0) this.#socket?.write(Buffer.from(requests.bytes()));
  }

  #acknowledge(error: string | undefined): void {
    const write = this.writes[this.#answered++] as Write;
    write.acknowledged = this.#stage.tick();
    write.acknowledgedMs = Date.now();
    if (error !== undefined) this.complaints.push(`${write.request.join(' ')}: ${error}`);
  }

  #next(): Pick<Write, 'request' | 'apply'> {
    const { random, journal } = this.#stage;
    const key = this.#key(random(KEYS));
    const other = this.#key(KEYS + random(KEYS));
    const text = `${this.id}:${this.writes.length};`;
    const whenMs = String(Date.now() + 10_000_000 + random(1000));
    const held = this.#now.get(key);
    const choice = random(held === undefined ? 4 : 9);
    switch (choice) {
      case 0:
        return write(['APPEND', journal, text], (all) => append(all, journal, text));
      case 1:
        return write(['SET', key, text, 'PXAT', whenMs], (all) =>
          all.set(key, { value: text, whenMs }),
        );
      case 2:
        return write(['INCR', this.#key(99)], (all) => increment(all, this.#key(99)));
      case 3:
        return write(['SET', key, text], (all) => all.set(key, { value: text, whenMs: '-1' }));
      case 4:
        return write(['DEL', key, other], (all) => {
          all.delete(key);
          all.delete(other);
        });
      case 5:
        return write(['RENAME', key, other], (all) => {
          all.set(other, all.get(key) as Held);
          all.delete(key);
        });
      case 6:
        return write(['COPY', key, other, 'REPLACE'], (all) =>
          all.set(other, all.get(key) as Held),
        );
      case 7:
        return write(['PERSIST', key], (all) =>
          all.set(key, { ...(all.get(key) as Held), whenMs: '-1' }),
        );
      default:
        return write(['APPEND', key, text], (all) => append(all, key, text));
    }
  }

  #key(number: number): string {
    return `c${this.id}:${number}`;
  }
}

function write(
  request: readonly string[],
  apply: (holdings: Holdings) => void,
): Pick<Write, 'request' | 'apply'> {
  return { request, apply };
}

function append(holdings: Holdings, key: string, text: string): void {
  const { value, whenMs } = holdings.get(key) ?? { value: '', whenMs: '-1' };
  holdings.set(key, { value: value + text, whenMs });
}

function increment(holdings: Holdings, key: string): void {
  holdings.set(key, { value: String(Number(holdings.get(key)?.value ?? 0) + 1), whenMs: '-1' });
}

function textOf(holdings: Holdings): string {
  return JSON.stringify([...holdings].sort(([a], [b]) => (a < b ? -1 : 1)));
}
