// A stage's engine in a page: each request is a turn with its phases, and a beat of ten a second does the house-keeping, as
// in a server. Invariant: replies leave after `persist`.

import { type CommandDoc, readCommandDocs } from '@byor/02-protocol/cli';
import {
  type Client,
  type Engine,
  type Host,
  pageHost,
  ReplyParser,
  ReplyWriter,
} from '@byor/04-kv/core';
import type { PageServer } from './page-server.ts';

const BEAT_MS = 100;

export class EngineServer implements PageServer {
  readonly speaksResp = true;
  docs: readonly CommandDoc[];
  engine: Engine;
  isClosed = false;
  readonly #make: (host: Host) => Engine;
  readonly #beat: ReturnType<typeof setInterval>;
  #client: Client;
  #isTalking = false;
  #hasEnded = false;
  #onBytes: (bytes: Uint8Array) => void = () => {};
  #onNote: (text: string) => void = () => {};

  /** `make` starts the stage's engine, again and again when SHUTDOWN has ended it. */
  constructor(make: (host: Host) => Engine) {
    this.#make = make;
    this.engine = this.#start();
    this.#client = this.#connect();
    this.docs = this.#askDocs();
    this.#beat = setInterval(() => this.#turn(), BEAT_MS);
  }

  talk(bytes: Uint8Array): Uint8Array {
    if (this.isClosed) this.#reopen();
    const client = this.#client;
    this.#isTalking = true;
    client.input.feed(bytes);
    client.process();
    this.#turn();
    this.#isTalking = false;
    const answer = this.#client.output.take();
    if (client.closing || this.#hasEnded) this.#end();
    return answer;
  }

  listen(onBytes: (bytes: Uint8Array) => void, onNote: (text: string) => void): void {
    this.#onBytes = onBytes;
    this.#onNote = onNote;
  }

  /** What the server's log says. */
  note(text: string): void {
    this.#onNote(text);
  }

  close(): void {
    clearInterval(this.#beat);
  }

  #start(): Engine {
    this.#hasEnded = false;
    return this.#make(
      pageHost({
        shutdown: () => {
          this.#hasEnded = true;
        },
      }),
    );
  }

  #connect(): Client {
    const client = this.engine.connect();
    const address = 'this page';
    client.connection = {
      id: client.id,
      fd: -1,
      remoteAddress: address,
      localAddress: address,
      flush: () => {
        if (!this.#isTalking) this.#onBytes(this.#client.output.take());
      },
      close: () => {
        client.closing = true;
      },
    };
    return client;
  }

  #reopen(): void {
    this.isClosed = false;
    if (this.#hasEnded) this.engine = this.#start();
    this.#client = this.#connect();
  }

  #end(): void {
    this.isClosed = true;
    this.#client.closed();
    if (this.#hasEnded) this.engine.stop();
  }

  #turn(): void {
    if (this.#hasEnded) return;
    this.engine.maintain();
    this.engine.persist();
  }

  /** The command table, as any client may ask for it. */
  #askDocs(): readonly CommandDoc[] {
    const request = new ReplyWriter();
    request.array(2);
    request.bulk('COMMAND');
    request.bulk('DOCS');
    const parser = new ReplyParser();
    parser.feed(this.talk(request.bytes()));
    const reply = parser.next();
    return reply === undefined ? [] : readCommandDocs(reply);
  }
}
