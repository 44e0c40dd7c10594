// The client that cases drive: it sends commands or raw bytes, judges what comes back, and keeps a transcript.

import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { CaseSkipped, type TranscriptLine, WireFailure } from './failure.ts';
import { Inbox } from './inbox.ts';
import { compare, type Expected, firstWrongByte, latin1, type Part, toParts } from './matchers.ts';
import { PendingReply, type Received } from './pending.ts';
import { MalformedReply, type Reply, readReply, toValue, type Value } from './reply.ts';
import { clip, formatReply, showBytes, showCommand } from './text.ts';

/** Time for a server to read one piece before the next is there. Not much: it only makes joined pieces rare. */
const BETWEEN_PIECES_MS = 1;

/** An argument of a command. Strings are latin1: one character is one byte. */
export type Argument = string | number | bigint | Uint8Array;

export interface ClientOptions {
  readonly host: string;
  readonly port: number;
  /** How long one reply may take. */
  readonly timeoutMs: number;
  /** 1 is a case's own client, 2 and up those it connects. */
  readonly number: number;
  readonly transcript: TranscriptLine[];
}

export class WireClient {
  readonly number: number;
  readonly socket: net.Socket;
  /** Every command sent by `call`. */
  readonly pending: PendingReply[] = [];
  readonly #options: ClientOptions;
  readonly #inbox = new Inbox();

  private constructor(socket: net.Socket, options: ClientOptions) {
    this.socket = socket;
    this.number = options.number;
    this.#options = options;
    socket.on('data', (chunk) => this.#inbox.add(chunk));
    socket.on('end', () => this.#inbox.end('the server closed the connection'));
    socket.on('close', () => this.#inbox.end('the connection is closed'));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const reset = error.code === 'ECONNRESET' || error.code === 'EPIPE';
      this.#inbox.end(reset ? 'the server reset the connection' : error.message);
    });
  }

  /** Connects. Rejects with a WireFailure when nothing listens there. */
  static open(options: ClientOptions): Promise<WireClient> {
    const { host, port, timeoutMs } = options;
    return new Promise((resolve, reject) => {
      const socket = net.connect({ host, port, noDelay: true, allowHalfOpen: true });
      const fail = (why: string) => {
        clearTimeout(timer);
        socket.destroy();
        reject(new WireFailure(`cannot connect to ${host}:${port}: ${why}`));
      };
      const timer = setTimeout(fail, timeoutMs, `no answer within ${timeoutMs / 1000} s`);
      socket.once('error', (error) => fail(error.message));
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
    const shown = showCommand(words);
    this.#log('sent', shown);
    this.socket.write(encodeCommand(words));
    const pending = new PendingReply(this, shown);
    this.pending.push(pending);
    return pending;
  }

  /** Sends bytes as they are: a latin1 string or bytes. */
  send(bytes: string | Uint8Array): void {
    const raw = toBytes(bytes);
    this.#log('sent', `${showBytes(raw)}   (raw)`);
    this.socket.write(raw);
  }

  /** Sends bytes in pieces of `size` bytes, each in a packet of its own as far as the system allows. */
  async sendInPieces(bytes: string | Uint8Array, size = 1): Promise<void> {
    const raw = toBytes(bytes);
    this.#log('sent', `${showBytes(raw)}   (raw, in pieces of ${size})`);
    for (let at = 0; at < raw.length && !this.#inbox.ended; at += size) {
      await new Promise((written) => this.socket.write(raw.subarray(at, at + size), written));
      await delay(BETWEEN_PIECES_MS); // what waits together in the kernel is read together
    }
  }

  /** Takes the next reply and fails unless it is as expected. For pushes and for commands sent raw. */
  expect(expected: Expected, command?: string): Promise<Value> {
    const parts = toParts(expected);
    return this.#inbox.inOrder(async () => {
      const { bytes, reply } = await this.#nextReply(parts, command);
      this.#check(parts, bytes, command);
      return toValue(reply);
    });
  }

  /** Takes the next reply, whatever it is. */
  read(command?: string): Promise<Received> {
    return this.#inbox.inOrder(() => this.#nextReply([], command));
  }

  /** Takes exactly these bytes from the stream. */
  expectRaw(expected: string | Uint8Array): Promise<void> {
    const wanted = toBytes(expected);
    return this.#inbox.inOrder(async () => {
      const length = await this.#until(() => this.#rawLength(wanted), [wanted]);
      const bytes = this.#inbox.take(length);
      this.#log('received', `${showBytes(bytes)}   (raw)`);
      this.#check([wanted], bytes, undefined);
    });
  }

  /** The server closes the connection, and sends nothing more before it does. */
  expectClosed(): Promise<void> {
    return this.#inbox.inOrder(async () => {
      const inbox = this.#inbox;
      const waited = await inbox.until(
        () => inbox.bytes.length || undefined,
        this.#options.timeoutMs,
      );
      if ('taken' in waited)
        throw this.#failure('the connection should be closed here, but more came');
      if (waited.because === 'time') {
        const seconds = this.#options.timeoutMs / 1000;
        throw new WireFailure(
          `the server should close the connection, and did not within ${seconds} s`,
        );
      }
      this.#log('received', '(connection closed)');
    });
  }

  /** Nothing arrives for this long and the connection stays open. Only where silence shows in no other way. */
  expectNothing(forMs = 50): Promise<void> {
    return this.#inbox.inOrder(async () => {
      if (this.#inbox.bytes.length === 0 && !this.#inbox.ended) await this.#inbox.changed(forMs);
      if (this.#inbox.bytes.length > 0) throw this.#failure('no reply should come here');
      const { ended } = this.#inbox;
      if (ended) throw new WireFailure(`the connection should stay open here, but ${ended}`);
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
    return this.#inbox.bytes;
  }

  async #nextReply(parts: readonly Part[], command: string | undefined): Promise<Received> {
    const reply = await this.#until(() => this.#parse(parts, command), parts, command);
    const bytes = this.#inbox.take(reply.end);
    this.#log('received', formatReply(reply));
    return { reply, bytes };
  }

  #parse(parts: readonly Part[], command: string | undefined): Reply | undefined {
    try {
      return readReply(this.#inbox.bytes);
    } catch (error) {
      if (!(error instanceof MalformedReply)) throw error;
      const offset = Math.min(error.offset, firstWrongByte(parts, this.#inbox.bytes));
      throw this.#failure(`this is not RESP: ${error.message}`, parts, command, offset);
    }
  }

  /** How many bytes to judge: all that are wanted, or fewer when those already differ. */
  #rawLength(wanted: Buffer): number | undefined {
    const have = this.#inbox.bytes.subarray(0, wanted.length);
    const right = have.equals(wanted.subarray(0, have.length));
    return !right || have.length === wanted.length ? have.length : undefined;
  }

  #check(parts: readonly Part[], actual: Buffer, command: string | undefined): void {
    const difference = compare(parts, actual);
    if (!difference) return;
    if (actual.toString('latin1').startsWith('-ERR DEBUG command not allowed')) {
      throw new CaseSkipped('the server refuses DEBUG (redis-server: --enable-debug-command yes)');
    }
    const mismatch = { expected: parts, actual, offset: difference.offset };
    throw new WireFailure('the reply differs from what is expected', { mismatch, command });
  }

  async #until<T>(look: () => T | undefined, parts: readonly Part[], command?: string): Promise<T> {
    const { timeoutMs } = this.#options;
    const waited = await this.#inbox.until(look, timeoutMs);
    if ('taken' in waited) return waited.taken;
    const { length } = this.#inbox.bytes;
    const toWhat = command ? `: ${clip(command, 60)}` : '';
    const message =
      waited.because === 'ended'
        ? `${this.#inbox.ended} ${length > 0 ? 'in the middle of a reply' : 'without a reply'}${toWhat}`
        : `no ${length > 0 ? 'whole ' : ''}reply within ${timeoutMs / 1000} s${toWhat}`;
    throw this.#failure(message, parts, command, length);
  }

  /** A failure about what lies unread in the inbox. */
  #failure(
    message: string,
    expected: readonly Part[] = [],
    command?: string,
    offset = 0,
  ): WireFailure {
    const mismatch = { expected, actual: this.#inbox.bytes, offset };
    return new WireFailure(message, { mismatch, command });
  }

  #log(direction: TranscriptLine['direction'], text: string): void {
    this.#options.transcript.push({ client: this.number, direction, text });
  }
}

function toBytes(bytes: string | Uint8Array): Buffer {
  return typeof bytes === 'string' ? latin1(bytes) : Buffer.from(bytes);
}

function encodeCommand(words: readonly Buffer[]): Buffer {
  const parts = words.flatMap((word) => [latin1(`$${word.length}\r\n`), word, latin1('\r\n')]);
  return Buffer.concat([latin1(`*${words.length}\r\n`), ...parts]);
}
