// The client that cases drive: a socket, what came through it, and a transcript of both.
// Invariant: every wait ends, by bytes, by the end of the connection or by its time limit.

import net from 'node:net';
import { CaseSkipped, type TranscriptLine, WireFailure } from './failure.ts';
import { compare, type Expected, latin1, type Part, toParts } from './matchers.ts';
import { MalformedReply, type Reply, readReply, toValue, type Value } from './reply.ts';
import { clip, escapeBytes, formatReply, quoteWord } from './text.ts';

/** An argument of a command. Strings are latin1: one character is one byte. */
export type Argument = string | number | bigint | Uint8Array;

export interface ClientOptions {
  readonly host: string;
  readonly port: number;
  /** How long one reply may take. */
  readonly timeoutMs: number;
  readonly number: number;
  readonly transcript: TranscriptLine[];
}

/** A command that was sent and whose reply is still to be read. Replies come in the order of the commands. */
export class PendingReply {
  readonly command: string;
  readonly #client: WireClient;
  /** Whether somebody asked for the reply. A case that leaves one unread is at fault. */
  claimed = false;

  constructor(client: WireClient, command: string) {
    this.#client = client;
    this.command = command;
  }

  /** Reads the reply, fails unless it is as expected, and gives its value. */
  expect(expected: Expected): Promise<Value> {
    this.claimed = true;
    return this.#client.expect(expected, this.command);
  }

  /** Reads the reply, whatever it is. */
  reply(): Promise<Reply> {
    this.claimed = true;
    return this.#client.read(this.command);
  }

  /** Reads the reply and gives its value, whatever it is. */
  async value(): Promise<Value> {
    return toValue(await this.reply());
  }

  /** No reply is to come (CLIENT REPLY OFF), or its bytes are read by `expectRaw`. */
  unread(): void {
    this.claimed = true;
  }
}

export class WireClient {
  readonly number: number;
  readonly socket: net.Socket;
  readonly pending: PendingReply[] = [];
  readonly #options: ClientOptions;
  #buffer = Buffer.alloc(0);
  #ended: string | undefined;
  #wake: (() => void) | undefined;
  /** Reads queue here, so that they take replies in the order in which they were asked for. */
  #reads: Promise<unknown> = Promise.resolve();

  private constructor(socket: net.Socket, options: ClientOptions) {
    this.socket = socket;
    this.number = options.number;
    this.#options = options;
    socket.on('data', (chunk) => {
      this.#buffer = Buffer.concat([this.#buffer, chunk]);
      this.#wake?.();
    });
    socket.on('end', () => this.#end('the server closed the connection'));
    socket.on('close', () => this.#end('the connection is closed'));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      this.#end(error.code === 'ECONNRESET' ? 'the server reset the connection' : error.message),
    );
  }

  /** Connects. Rejects with what to do when nothing listens there. */
  static open(options: ClientOptions): Promise<WireClient> {
    const { host, port, timeoutMs } = options;
    return new Promise((resolve, reject) => {
      const socket = net.connect({ host, port, noDelay: true, allowHalfOpen: true });
      const fail = (why: string) => {
        socket.destroy();
        reject(new WireFailure(`cannot connect to ${host}:${port}: ${why}`));
      };
      const timer = setTimeout(fail, timeoutMs, `no answer within ${timeoutMs / 1000} s`);
      socket.once('error', (error) => {
        clearTimeout(timer);
        fail(error.message);
      });
      socket.once('connect', () => {
        clearTimeout(timer);
        socket.removeAllListeners('error');
        resolve(new WireClient(socket, options));
      });
    });
  }

  /** Sends one command as an array of bulk strings and gives the handle to read its reply. */
  call(...args: Argument[]): PendingReply {
    const words = args.map((arg) =>
      arg instanceof Uint8Array ? Buffer.from(arg) : latin1(String(arg)),
    );
    const shown = clip(words.map((word) => quoteWord(word.toString('latin1'))).join(' '), 300);
    this.#log('sent', shown);
    this.socket.write(encodeCommand(words));
    const pending = new PendingReply(this, shown);
    this.pending.push(pending);
    return pending;
  }

  /** Sends bytes as they are: a latin1 string or bytes. */
  send(bytes: string | Uint8Array): void {
    const raw = typeof bytes === 'string' ? latin1(bytes) : bytes;
    this.#log('sent', `${clip(escapeBytes(raw), 300)}   (raw)`);
    this.socket.write(raw);
  }

  /** Sends bytes in pieces of `size` bytes, each in a packet of its own as far as the system allows. */
  async sendInPieces(bytes: string | Uint8Array, size = 1): Promise<void> {
    const raw = typeof bytes === 'string' ? latin1(bytes) : bytes;
    this.#log(
      'sent',
      `${clip(escapeBytes(raw), 300)}   (raw, ${size} byte${size > 1 ? 's' : ''} at a time)`,
    );
    for (let at = 0; at < raw.length; at += size) {
      await new Promise((written) => this.socket.write(raw.subarray(at, at + size), written));
      await new Promise(setImmediate);
    }
  }

  /** Takes the next reply and fails unless it is as expected. For pushes and for commands sent raw. */
  async expect(expected: Expected, command?: string): Promise<Value> {
    const parts = toParts(expected);
    return this.#inOrder(async () => {
      const { bytes, reply } = await this.#take(command, parts);
      this.#check(parts, bytes, command);
      return toValue(reply);
    });
  }

  /** Takes the next reply, whatever it is. */
  read(command?: string): Promise<Reply> {
    return this.#inOrder(async () => (await this.#take(command)).reply);
  }

  /** Takes exactly these bytes (latin1 or bytes) from the stream. */
  expectRaw(expected: string | Uint8Array): Promise<void> {
    const wanted = typeof expected === 'string' ? latin1(expected) : Buffer.from(expected);
    return this.#inOrder(async () => {
      const bytes = await this.#until(() => this.#rawPrefix(wanted), [wanted]);
      this.#log('received', `${clip(escapeBytes(bytes), 300)}   (raw)`);
      this.#buffer = this.#buffer.subarray(bytes.length);
      this.#check([wanted], bytes, undefined);
    });
  }

  /** The server closes the connection, and sends nothing more before it does. */
  expectClosed(): Promise<void> {
    return this.#inOrder(async () => {
      await this.#until(() => (this.#buffer.length > 0 || this.#ended ? true : undefined), [], {
        waitingFor: 'the server to close the connection',
        mayEnd: true,
      });
      if (this.#buffer.length > 0) {
        throw this.#failure(
          'the connection should be closed here, but the server sent more',
          [],
          this.#buffer,
        );
      }
      this.#log('received', '(connection closed)');
    });
  }

  /** Nothing arrives for this long, and the connection stays open. Only for silence that cannot be seen otherwise. */
  expectNothing(forMs = 50): Promise<void> {
    return this.#inOrder(async () => {
      await this.#changed(forMs);
      if (this.#buffer.length > 0)
        throw this.#failure('no reply should come here', [], this.#buffer);
      if (this.#ended)
        throw new WireFailure(`the connection should stay open here, but ${this.#ended}`);
    });
  }

  /** Half-closes: no more commands from this side, replies may still come. */
  end(): void {
    this.#log('sent', '(end of input: the client has no more to send)');
    this.socket.end();
  }

  /** Closes at once. */
  close(): void {
    this.socket.destroy();
  }

  /** Closes with a TCP reset, as a killed program does. */
  reset(): void {
    this.#log('sent', '(connection reset by the client)');
    this.socket.resetAndDestroy();
  }

  /** What has arrived and was not read. */
  get leftover(): Uint8Array {
    return this.#buffer;
  }

  #inOrder<T>(read: () => Promise<T>): Promise<T> {
    const result = this.#reads.then(read);
    this.#reads = result.catch(() => undefined);
    return result;
  }

  async #take(
    command?: string,
    parts: readonly Part[] = [],
  ): Promise<{ reply: Reply; bytes: Buffer }> {
    const reply = await this.#until(() => this.#parse(parts, command), parts, { command });
    const bytes = this.#buffer.subarray(0, reply.end);
    this.#buffer = this.#buffer.subarray(reply.end);
    this.#log('received', formatReply(reply));
    return { reply, bytes };
  }

  #parse(parts: readonly Part[], command?: string): Reply | undefined {
    try {
      return readReply(this.#buffer);
    } catch (error) {
      if (!(error instanceof MalformedReply)) throw error;
      const mismatch = { expected: parts, actual: this.#buffer, offset: error.offset };
      throw new WireFailure(`this is not RESP: ${error.message}`, { mismatch, command });
    }
  }

  #rawPrefix(wanted: Buffer): Buffer | undefined {
    const have = this.#buffer.subarray(0, wanted.length);
    const right = have.equals(wanted.subarray(0, have.length));
    return !right || have.length === wanted.length ? have : undefined;
  }

  #check(parts: readonly Part[], actual: Buffer, command: string | undefined): void {
    const difference = compare(parts, actual);
    if (!difference) return;
    if (actual.toString('latin1').startsWith('-ERR DEBUG command not allowed')) {
      throw new CaseSkipped(
        'this server refuses DEBUG; redis-server has --enable-debug-command yes',
      );
    }
    const mismatch = { expected: parts, actual, offset: difference.offset };
    throw new WireFailure('the reply differs from what is expected', { mismatch, command });
  }

  #failure(
    message: string,
    expected: readonly Part[],
    actual: Uint8Array,
    command?: string,
  ): WireFailure {
    return new WireFailure(message, { mismatch: { expected, actual, offset: 0 }, command });
  }

  /** Waits until `take` has something; fails at the time limit or when the connection ends first. */
  async #until<T>(
    take: () => T | undefined,
    parts: readonly Part[],
    about: { waitingFor?: string; mayEnd?: boolean; command?: string | undefined } = {},
  ): Promise<T> {
    const { timeoutMs } = this.#options;
    const giveUpAt = performance.now() + timeoutMs;
    for (;;) {
      const taken = take();
      if (taken !== undefined) return taken;
      const waited = this.#ended ?? (performance.now() >= giveUpAt ? 'time' : undefined);
      if (waited === undefined) {
        await this.#changed(giveUpAt - performance.now());
        continue;
      }
      const what = about.waitingFor ?? 'reply';
      const message = this.#ended
        ? `${this.#ended} before the reply was whole`
        : `no ${what} within ${timeoutMs / 1000} s${about.command ? `: ${about.command}` : ''}`;
      throw this.#failure(message, parts, this.#buffer, about.command);
    }
  }

  /** Resolves when something arrives or ends, after `mostMs` at the latest. */
  #changed(mostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, mostMs));
      this.#wake = done;
    });
  }

  #end(why: string): void {
    this.#ended ??= why;
    this.#wake?.();
  }

  #log(direction: TranscriptLine['direction'], text: string): void {
    this.#options.transcript.push({ client: this.number, direction, text });
  }
}

function encodeCommand(words: readonly Buffer[]): Buffer {
  const parts = words.flatMap((word) => [latin1(`$${word.length}\r\n`), word, latin1('\r\n')]);
  return Buffer.concat([latin1(`*${words.length}\r\n`), ...parts]);
}
