// A client on node:net, behaving as one on a descriptor of ours: see descriptor-connection.ts for the invariants.
// Node reads on its own, so what we do not want to read is held off with pause().

import type { Socket } from 'node:net';
import { type Connection, OUTPUT_HIGH_WATER, type Session } from '@byor/02-protocol';
import type { Timer } from '../loop/timers.ts';
import type { NodeTransport } from './node-transport.ts';
import { LINGER_MS, type Peer, READ_SHARE_BYTES } from './transport.ts';

export class NodeConnection implements Connection {
  readonly id: number;
  readonly fd: number;
  readonly remoteAddress: string;
  readonly localAddress: string;
  readonly #socket: Socket;
  readonly #session: Session;
  readonly #transport: NodeTransport;
  #state: 'open' | 'lingering' | 'closed' = 'open';
  #inputEnded = false;
  #stalled = false;
  #queued = false;
  /** Replies are on their way, and something waits until they have left: more replies, or stalled requests. */
  #sending = false;
  /** Ends the lingering. */
  #deadline: Timer | undefined;

  constructor(peer: Peer, socket: Socket, session: Session, transport: NodeTransport) {
    this.id = peer.id;
    this.fd = peer.fd;
    this.remoteAddress = peer.remoteAddress;
    this.localAddress = peer.localAddress;
    this.#socket = socket;
    this.#session = session;
    this.#transport = transport;
    const { loop } = transport;
    socket.on('data', (bytes) => loop.within(() => this.#receive(bytes)));
    socket.on('end', () => loop.within(() => this.#endInput()));
    socket.on('error', () => {}); // ECONNRESET, EPIPE: 'close' follows
    socket.on('close', () => loop.within(() => this.close()));
  }

  flush(): void {
    if (this.#queued || this.#state !== 'open') return;
    this.#queued = true;
    this.#transport.sendThisTurn(this);
  }

  close(): void {
    if (this.#state === 'closed') return;
    const wasOpen = this.#state === 'open';
    this.#state = 'closed';
    this.#deadline?.cancel();
    this.#transport.connections.delete(this);
    this.#socket.destroy();
    this.#session.closing = true;
    if (wasOpen) this.#session.closed();
  }

  /** The flush phase. One write is under way at a time, so Node never holds more than one output's worth of bytes. */
  send(): void {
    this.#queued = false;
    if (this.#state !== 'open') return;
    if (!this.#stalled && this.#socket.isPaused()) this.#socket.resume(); // another turn, another share
    if (this.#sending) return;
    const { output } = this.#session;
    if (output.length > 0) {
      this.#socket.write(output.take(), this.#onSent); // Node may still hold these while the output goes on growing
      this.#sending = this.#stalled || this.#socket.writableLength > 0;
    }
    if (this.#sending) return;
    if (this.#inputEnded) this.#socket.end();
    else if (this.#session.closing) this.#linger();
  }

  readonly #onSent = () => {
    if (!this.#sending) return;
    this.#sending = false;
    this.#transport.loop.within(() => {
      this.#process();
      if (!this.#stalled) this.#socket.resume();
      this.flush();
    });
  };

  #receive(bytes: Uint8Array): void {
    if (this.#state !== 'open' || this.#session.closing) return;
    this.#session.input.feed(bytes);
    if (!this.#stalled) this.#process();
    // Who sends without end fills each chunk, and libuv would read 32 of them before it looks at the next client.
    if (bytes.length >= READ_SHARE_BYTES) this.#socket.pause();
    this.flush();
  }

  #endInput(): void {
    this.#inputEnded = true;
    if (this.#state === 'lingering') this.close();
    else this.flush();
  }

  #process(): void {
    this.#session.process();
    this.#stalled = !this.#session.closing && this.#session.output.length >= OUTPUT_HIGH_WATER;
    if (this.#stalled) this.#socket.pause();
  }

  #linger(): void {
    this.#state = 'lingering';
    this.#session.closed();
    this.#socket.end();
    this.#socket.resume();
    this.#deadline = this.#transport.loop.after(LINGER_MS, () => this.close());
  }
}
