// A client for programs: promises, and pipelining by itself, since calls made in one turn leave in one write.
// Invariant: the n-th answer belongs to the n-th request that is still open; push messages belong to none.
// It stands on node:net, not on stage 01's stream: there a read blocks the thread, and no promise could ever settle.

import { once } from 'node:events';
import net from 'node:net';
import {
  type Decoding,
  type Reply,
  ReplyError,
  ReplyParser,
  ReplyWriter,
  toValue,
  utf8Encode,
  type Value,
} from './core.ts';

export type Argument = string | number | bigint | Uint8Array;

export interface ClientOptions {
  host?: string;
  port?: number;
  /** 3 sends HELLO 3 first. */
  protocol?: 2 | 3;
  username?: string;
  password?: string;
  /** Shown by CLIENT LIST. */
  name?: string;
  /** What call() makes of strings. With 'latin1' those it sends are one byte a character too, else UTF-8. */
  decoding?: Decoding;
  /** Sees every reply in the order it came, push messages too, before a promise settles. */
  onReply?: (reply: Reply) => void;
  /** Replies that answer no request: push messages, MONITOR's lines, RESP2's pub/sub. */
  onPush?: (reply: Reply) => void;
  /** Sees every byte on its way, to show or to record. The bytes are valid during the call. */
  onTraffic?: (direction: 'sent' | 'received', bytes: Uint8Array) => void;
}

/** The connection could not be made, or ended with requests open. */
export class ConnectionError extends Error {
  override name = 'ConnectionError';
}

/** A request whose reply has not come yet. */
interface Pending {
  resolve(reply: Reply): void;
  reject(error: Error): void;
  next: Pending | undefined;
}

export class Client {
  readonly #socket: net.Socket;
  readonly #options: ClientOptions;
  readonly #parser = new ReplyParser();
  readonly #output = new ReplyWriter();
  /** Open requests, the oldest first. */
  #oldest: Pending | undefined;
  #newest: Pending | undefined;
  /** The promise of the newest request: it settles after all others. */
  #last: Promise<Reply> | undefined;
  /** Why nothing more can be sent. */
  #failure: Error | undefined;
  /** Settles when the connection is gone. */
  readonly closed: Promise<void>;

  /** Connects, and agrees with the server on protocol, user and name. Throws ConnectionError or ReplyError. */
  static async connect(options: ClientOptions = {}): Promise<Client> {
    const { host = '127.0.0.1', port = 6379 } = options;
    const socket = await open(host, port);
    const client = new Client(socket, options);
    try {
      await client.#greet();
    } catch (error) {
      client.close();
      throw error;
    }
    return client;
  }

  private constructor(socket: net.Socket, options: ClientOptions) {
    this.#socket = socket;
    this.#options = options;
    const address = `${socket.remoteAddress}:${socket.remotePort}`;
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('drain', () => this.#flush());
    socket.on('error', (error) =>
      this.#fail(new ConnectionError(`${address}: ${error.message}`, { cause: error })),
    );
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#fail(new ConnectionError(`${address}: connection closed`));
        resolve();
      });
    });
  }

  /** Sends one command; its reply as plain values. Rejects with ReplyError when the server refuses it. */
  async call(...args: Argument[]): Promise<Value> {
    const value = toValue(await this.request(args), this.#options.decoding);
    if (value instanceof ReplyError) throw value;
    return value;
  }

  /** Sends one command; its reply as it is, an error too. Rejects only when the connection ends before it has come. */
  request(args: readonly Argument[]): Promise<Reply> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (this.#output.length === 0) queueMicrotask(() => this.#flush());
    this.#output.array(args.length);
    for (const arg of args) this.#output.bulk(this.#encode(arg));
    this.#last = new Promise((resolve, reject) => {
      const pending = { resolve, reject, next: undefined };
      if (this.#newest === undefined) this.#oldest = pending;
      else this.#newest.next = pending;
      this.#newest = pending;
    });
    return this.#last;
  }

  /** Waits until every open request is answered, then closes. */
  async end(): Promise<void> {
    await this.#last?.catch(() => {});
    this.close();
    await this.closed;
  }

  /** Closes now: open requests reject with ConnectionError. */
  close(): void {
    this.#fail(new ConnectionError('the connection was closed by this client'));
  }

  async #greet(): Promise<void> {
    const { protocol = 2, username = 'default', password, name } = this.#options;
    const auth = password === undefined ? [] : ['AUTH', username, password];
    const named = name === undefined ? [] : ['SETNAME', name];
    if (protocol === 3) await this.call('HELLO', 3, ...auth, ...named);
    if (protocol === 3) return;
    if (password !== undefined) await this.call(...auth);
    if (name !== undefined) await this.call('CLIENT', ...named);
  }

  #encode(arg: Argument): string | Uint8Array {
    if (typeof arg === 'number' || typeof arg === 'bigint') return String(arg);
    return typeof arg === 'string' && this.#options.decoding !== 'latin1' ? utf8Encode(arg) : arg;
  }

  /** Sends all that was written. While the socket is full it stays here, until 'drain'. */
  #flush(): void {
    if (this.#output.length === 0 || this.#socket.writableNeedDrain) return;
    const bytes = this.#output.take(); // the socket may keep them for a while
    this.#options.onTraffic?.('sent', bytes);
    this.#socket.write(bytes);
  }

  #receive(chunk: Uint8Array): void {
    this.#options.onTraffic?.('received', chunk);
    try {
      this.#parser.feed(chunk);
      for (let reply = this.#parser.next(); reply !== undefined; reply = this.#parser.next()) {
        this.#deliver(reply);
      }
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #deliver(reply: Reply): void {
    this.#options.onReply?.(reply);
    const pending = this.#oldest;
    if (pending === undefined || reply.type === 'push') {
      this.#options.onPush?.(reply);
      // An error that answers nothing is a farewell: "max number of clients reached".
      if (reply.type === 'error') this.#fail(new ReplyError(reply.text));
      return;
    }
    this.#oldest = pending.next;
    if (this.#oldest === undefined) this.#newest = undefined;
    pending.resolve(reply);
  }

  /** The end, for one reason: the first. */
  #fail(error: Error): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    this.#socket.destroy();
    for (let pending = this.#oldest; pending !== undefined; pending = pending.next) {
      pending.reject(error);
    }
    this.#oldest = undefined;
    this.#newest = undefined;
  }
}

/** A connected socket. */
async function open(host: string, port: number): Promise<net.Socket> {
  const socket = net.connect({ host, port, noDelay: true });
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    // Where a name has several addresses and none answers, Node's error has a code but no message.
    const { code, message } = error as NodeJS.ErrnoException;
    const what = `cannot connect to ${host}:${port}: ${message || code}`;
    throw new ConnectionError(what, { cause: error });
  }
}
