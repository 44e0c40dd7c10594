// A client that sees bytes: what it received, in one string of one character a byte, and how its connection ended.

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export class TestClient {
  readonly #socket: Socket;
  /** Received and not asked for yet: #bytes[#start, #end). */
  #bytes = Buffer.alloc(64 * 1024);
  #start = 0;
  #end = 0;
  #ended = false;
  error: Error | undefined;
  #wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#append(chunk);
      this.#wake();
    });
    socket.on('end', () => {
      this.#ended = true;
      this.#wake();
    });
    socket.on('error', (error) => {
      this.error = error;
    });
    socket.on('close', () => this.#wake());
  }

  static async connect(host: string, port: number): Promise<TestClient> {
    const socket = connect({ host, port, allowHalfOpen: true });
    await once(socket, 'connect');
    return new TestClient(socket);
  }

  get localPort(): number {
    return this.#socket.localPort ?? 0;
  }

  /** Bytes that Node still holds because the kernel takes no more: the server does not read. */
  get unsent(): number {
    return this.#socket.writableLength;
  }

  send(bytes: string | Uint8Array): void {
    if (typeof bytes === 'string') this.#socket.write(bytes, 'latin1');
    else this.#socket.write(bytes);
  }

  /** The next `count` bytes. Rejects when the connection ends before. */
  async receive(count: number): Promise<string> {
    await this.#wait(() => this.#end - this.#start >= count);
    this.#start += count;
    return this.#bytes.toString('latin1', this.#start - count, this.#start);
  }

  /** Sends, and compares as many bytes as are expected. */
  async exchange(request: string, reply: string): Promise<void> {
    this.send(request);
    const got = await this.receive(reply.length);
    if (got !== reply) throw new Error(`expected ${show(reply)}, got ${show(got)}`);
  }

  /** All that still comes, until the server ends the connection. */
  async rest(): Promise<string> {
    await this.#wait(() => this.#ended);
    return this.#bytes.toString('latin1', this.#start, this.#end);
  }

  /** Reads no more, until `read` is called. */
  pause(): void {
    this.#socket.pause();
  }

  read(): void {
    this.#socket.resume();
  }

  /** Sends the end of the stream; replies can still be read. */
  end(): void {
    this.#socket.end();
  }

  reset(): void {
    this.#socket.resetAndDestroy();
  }

  async destroy(): Promise<void> {
    this.#socket.destroy();
    if (!this.#socket.closed) await once(this.#socket, 'close');
  }

  #append(chunk: Buffer): void {
    if (this.#end + chunk.length > this.#bytes.length) {
      const pending = this.#bytes.subarray(this.#start, this.#end);
      this.#bytes = Buffer.concat([pending], 2 * (pending.length + chunk.length));
      this.#start = 0;
      this.#end = pending.length;
    }
    this.#end += chunk.copy(this.#bytes, this.#end);
  }

  async #wait(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.#ended || this.#socket.destroyed) {
        throw new Error(
          `the connection ended after ${this.#end - this.#start} bytes more: ${this.error?.message ?? 'no error'}`,
        );
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

function show(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

/** A request as clients send it. */
export function request(...args: string[]): string {
  return `*${args.length}\r\n${args.map((arg) => `$${arg.length}\r\n${arg}\r\n`).join('')}`;
}

export function bulk(text: string): string {
  return `$${text.length}\r\n${text}\r\n`;
}
