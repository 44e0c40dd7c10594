// Clients around stage 03's loop, and what a turn of it did, phase by phase. Clients act between two turns.
// Invariant: a client that reads takes all that has come for it; one that does not leaves it where it lies.

import type { Phase, Session } from '@byor/03-event-loop/core';
import { type ClientEnd, EAGAIN, Kernel, type SystemCall } from '@byor/libc/page';
import { LoopWorld } from './world.ts';

export const BUFFER_BYTES = 64 * 1024;
/** From so many bytes of replies on nothing more is read from a client: stage 02's OUTPUT_HIGH_WATER. */
export const HIGH_WATER_BYTES = 1024 * 1024;
const PING = new TextEncoder().encode('PING\r\n');
const ECHOED = 'x'.repeat(4000);
const FLOOD = new TextEncoder().encode(`*2\r\n$4\r\nECHO\r\n$4000\r\n${ECHOED}\r\n`.repeat(20));

export interface LoopClient {
  readonly name: string;
  readonly end: ClientEnd;
  /** Asks for more and more, and reads no answer. */
  isSlow: boolean;
  answers: number;
  /** What of a request it could not send yet. */
  unsent: Uint8Array;
}

export type Part = 'wait' | 'callbacks' | Phase;

export interface Turn {
  readonly number: number;
  readonly did: Record<Part, string[]>;
}

export class LoopModel {
  readonly clients: LoopClient[] = [];
  turns = 0;
  last: Turn | undefined;
  #at: Part = 'wait';
  #did = nothing();
  #made = 0;
  readonly #world: LoopWorld;

  constructor() {
    const kernel = new Kernel(BUFFER_BYTES);
    this.#world = new LoopWorld(kernel);
    kernel.onCall = (call) => this.#called(call);
    this.#world.loop.beforeSleep('maintain', () => {
      this.#at = 'maintain';
    });
    // The last that runs before flush.
    this.#world.loop.beforeSleep('persist', () => {
      this.#at = 'flush';
    });
  }

  add(): void {
    const name = String.fromCharCode(65 + this.#made++);
    this.clients.push({
      name,
      end: this.#world.connect(),
      isSlow: false,
      answers: 0,
      unsent: new Uint8Array(),
    });
  }

  ping(client: LoopClient): void {
    if (client.unsent.length === 0) this.#send(client, PING);
  }

  leave(client: LoopClient): void {
    client.end.end();
    client.end.receive();
    this.clients.splice(this.clients.indexOf(client), 1);
  }

  /** What clients do between two turns, all of them at once. */
  act(): void {
    for (const client of this.clients) {
      if (client.unsent.length > 0) this.#send(client, client.unsent);
      else if (client.isSlow) this.#send(client, FLOOD);
      if (!client.isSlow) this.#hear(client);
    }
  }

  turn(): void {
    this.#did = nothing();
    this.#at = 'wait';
    const { poller } = this.#world;
    const askKernel = poller.onWait;
    poller.onWait = (timeoutMs) => {
      askKernel(timeoutMs);
      this.#at = 'callbacks';
    };
    const ready = this.#world.turn();
    poller.onWait = askKernel;
    this.#did.wait = Array.from({ length: ready }, (_, at) => `fd ${poller.fd(at)}`);
    this.last = { number: ++this.turns, did: this.#did };
    for (const client of this.clients) if (!client.isSlow) this.#hear(client);
  }

  /** What the loop watches a client for, and whether that would not wait now. */
  watched(client: LoopClient): { interest: number; ready: number } {
    const { fd } = client.end;
    if (fd === undefined) return { interest: 0, ready: 0 };
    const { readable, writable } = this.#world.kernel.ready(fd);
    const interest = this.#world.poller.interests.get(fd) ?? 0;
    return { interest, ready: (readable ? 1 : 0) | (writable ? 2 : 0) };
  }

  sessionOf({ end }: LoopClient): Session | undefined {
    return end.fd === undefined ? undefined : this.#world.sessions.get(end.fd);
  }

  #send(client: LoopClient, bytes: Uint8Array): void {
    client.unsent = bytes.subarray(client.end.send(bytes));
  }

  /** Each answer is one line, or two where it is a text. */
  #hear(client: LoopClient): void {
    for (const byte of client.end.receive()) if (byte === 0x0a) client.answers++;
  }

  #called({ name, fd, result = 0 }: SystemCall): void {
    const said = name === 'accept' ? String(result) : shortBytes(result);
    this.#did[this.#at].push(`${name}(${fd}) = ${result === -EAGAIN ? 'EAGAIN' : said}`);
  }
}

export function shortBytes(count: number): string {
  return count < 10_000 ? String(count) : `${Math.round(count / 1024)} KiB`;
}

const nothing = (): Record<Part, string[]> => ({
  wait: [],
  callbacks: [],
  maintain: [],
  persist: [],
  flush: [],
});
