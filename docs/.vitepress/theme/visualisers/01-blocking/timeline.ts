// Two clients and stage 01's server in time: the server's own code on a kernel in memory, and what each of the three did,
// in order. Invariant: between two presses the server sleeps in a system call.

import { echo, Listener, serve } from '@byor/01-socket/core';
import { type ClientEnd, Kernel, onKernel, type SystemCall, Thread } from '@byor/libc/page';

export type Who = 'a' | 'b';
/** `waits`: it has said something and has no answer. */
export type ClientState = 'absent' | 'here' | 'waits';

export interface Moment {
  readonly id: number;
  readonly lane: Who | 'server';
  readonly text: string;
  /** What the lanes are like while it happens. */
  readonly a: ClientState;
  readonly b: ClientState;
  readonly isAsleep: boolean;
}

const PORT = 7001;
/** Moments that are kept. */
const MOST = 200;

export class Timeline {
  readonly moments: Moment[] = [];
  /** The call that the server sleeps in. */
  asleepIn: { readonly name: string; readonly fd: number } | undefined;
  readonly #kernel = new Kernel();
  readonly #server = new Thread(() =>
    serve(Listener.open({ host: '127.0.0.1', port: PORT }), echo),
  );
  readonly #clients: Record<Who, ClientEnd | undefined> = { a: undefined, b: undefined };
  readonly #said: Record<Who, number> = { a: 0, b: 0 };
  #nextId = 0;

  constructor() {
    this.#kernel.onCall = (call) => this.#called(call);
    this.#turn();
  }

  isHere(who: Who): boolean {
    return this.#clients[who] !== undefined;
  }

  connect(who: Who): void {
    this.#clients[who] = this.#kernel.connect(PORT);
    this.#add(who, 'connects');
    this.#turn();
  }

  send(who: Who): void {
    const text = `${who}${++this.#said[who]}`;
    this.#clients[who]?.send(new TextEncoder().encode(text));
    this.#add(who, `sends “${text}”`);
    this.#turn();
  }

  leave(who: Who): void {
    const client = this.#clients[who];
    client?.end();
    this.#add(who, 'leaves');
    this.#turn();
    // Its last words may still lie in the backlog: the kernel keeps them until the server has come to them.
    if (client?.toClient.ended) this.#clients[who] = undefined;
  }

  /** Has it said that it leaves, and is not let go yet? */
  isLeaving(who: Who): boolean {
    return this.#clients[who]?.toServer.ended === true;
  }

  stateOf(who: Who): ClientState {
    const client = this.#clients[who];
    if (client === undefined) return 'absent';
    return client.toServer.length > 0 ? 'waits' : 'here';
  }

  /** Bytes that the kernel holds because nobody reads them. */
  heldOf(who: Who): string {
    const held = this.#clients[who]?.toServer.content ?? new Uint8Array();
    return new TextDecoder().decode(held);
  }

  inBacklog(who: Who): boolean {
    return this.isHere(who) && this.#clients[who]?.fd === undefined;
  }

  whoHas(fd: number): Who | undefined {
    return (['a', 'b'] as const).find((who) => this.#clients[who]?.fd === fd);
  }

  #turn(): void {
    onKernel(this.#kernel, () => this.#server.resume());
  }

  #called({ name, fd, result, bytes }: SystemCall): void {
    const text = bytes === undefined ? '' : new TextDecoder().decode(bytes);
    if (result === undefined) {
      if (this.asleepIn?.name === name && this.asleepIn.fd === fd) return; // it sleeps on
      this.asleepIn = { name, fd };
      this.#add('server', `${name}(${fd}) …`);
      return;
    }
    this.asleepIn = undefined;
    const said = text === '' ? String(result) : `“${text}”`;
    this.#add('server', `${name}(${fd}) = ${said}`);
    if (name === 'write') this.#hear();
    if (name === 'close') this.#letGo();
  }

  #hear(): void {
    for (const who of ['a', 'b'] as const) {
      const heard = this.#clients[who]?.receive() ?? new Uint8Array();
      if (heard.length > 0) this.#add(who, `hears “${new TextDecoder().decode(heard)}”`);
    }
  }

  #letGo(): void {
    for (const who of ['a', 'b'] as const)
      if (this.#clients[who]?.toClient.ended) this.#clients[who] = undefined;
  }

  #add(lane: Moment['lane'], text: string): void {
    this.moments.push({
      id: this.#nextId++,
      lane,
      text,
      a: this.stateOf('a'),
      b: this.stateOf('b'),
      isAsleep: this.asleepIn !== undefined,
    });
    if (this.moments.length > MOST) this.moments.shift();
  }
}
