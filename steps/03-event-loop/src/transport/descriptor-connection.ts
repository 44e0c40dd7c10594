// A client on a descriptor of ours: bytes from the socket into the session's input, replies back, never waiting.
// Invariants: written only in the flush phase, once a turn; while OUTPUT_HIGH_WATER bytes wait for the client nothing
// is read from it, so its memory is bounded; once closed, its descriptor is never touched again.

import { type Connection, OUTPUT_HIGH_WATER, type Session } from '@byor/02-protocol';
import { close, EAGAIN, recv, SHUT_WR, SystemError, send, shutdown } from '@byor/libc';
import { READABLE, WRITABLE } from '../loop/poller.ts';
import type { Timer } from '../loop/timers.ts';
import type { DescriptorTransport } from './descriptor-transport.ts';
import { LINGER_MS, type Peer, READ_SHARE_BYTES } from './transport.ts';

export class DescriptorConnection implements Connection {
  readonly id: number;
  readonly fd: number;
  readonly remoteAddress: string;
  readonly localAddress: string;
  readonly #session: Session;
  readonly #transport: DescriptorTransport;
  #state: 'open' | 'lingering' | 'closed' = 'open';
  /** What the poller watches for: READABLE | WRITABLE. */
  #interest = READABLE;
  /** The client has said all it will say. */
  #inputEnded = false;
  /** The client must read its replies before more of its requests are run. */
  #stalled = false;
  /** Stands in the transport's list of those to send. */
  #queued = false;
  /** Ends the lingering. */
  #deadline: Timer | undefined;

  constructor(peer: Peer, session: Session, transport: DescriptorTransport) {
    this.id = peer.id;
    this.fd = peer.fd;
    this.remoteAddress = peer.remoteAddress;
    this.localAddress = peer.localAddress;
    this.#session = session;
    this.#transport = transport;
    transport.loop.watch(this.fd, READABLE, this.#onReady);
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
    this.#transport.loop.unwatch(this.fd);
    this.#transport.connections.delete(this);
    close(this.fd);
    this.#session.closing = true;
    if (wasOpen) this.#session.closed();
  }

  /**
   * The flush phase: one write; what the socket does not take waits until it is writable.
   * @exercise 3.7 A connection that never waits
   * @tests conversation: ^e?poll (answers|a (part|reply|request))
   * @tests turns: ^e?poll a client that does not read
   * @hint Neither recv nor send may wait. What do you do with the rest of a reply that the socket does not take?
   * @hint What the socket does not take stays in the output, and the poller is asked for WRITABLE until it has left. While
   *   OUTPUT_HIGH_WATER bytes wait, nothing is read from this client: its memory is bounded. One who sends for ever gets
   *   READ_SHARE_BYTES a turn.
   * @hint #converse: readable and watched for that: #read; writable: #process, for there is room again; then flush. #read:
   *   while the share lasts, not stalled, not closing: reserve, recv at most the share; 0 is the end of input, -EAGAIN
   *   nothing more, other errors close; commit, #process; fewer bytes than room: done. #process: session.process(); stalled
   *   is OUTPUT_HIGH_WATER pending, and not closing. send: one send, consume; then with output left or stalled #watch, at
   *   the end of input close, closing #linger, else #watch. #watch: tell the loop only when the interest has changed.
   */
  send(): void {
    this.#queued = false;
    if (this.#state !== 'open') return;
    const { output } = this.#session;
    if (output.length > 0) {
      const count = send(this.fd, output.buffer, output.start, output.length);
      if (count < 0 && count !== -EAGAIN) {
        this.close(); // EPIPE, ECONNRESET: nobody is there to read it
        return;
      }
      if (count > 0) output.consume(count);
    }
    if (output.length > 0 || this.#stalled) this.#watch();
    else if (this.#inputEnded) this.close();
    else if (this.#session.closing) this.#linger();
    else this.#watch();
  }

  readonly #onReady = (events: number) => {
    if (this.#state === 'lingering') this.#discard();
    else this.#converse(events);
  };

  /** @exercise 3.7 */
  #converse(events: number): void {
    if ((events & READABLE) !== 0 && (this.#interest & READABLE) !== 0) this.#read();
    // Watched for only while replies or stalled requests wait: some have left, so there is room for more.
    if ((events & WRITABLE) !== 0) this.#process();
    this.flush();
  }

  /**
   * Reads until the socket has no more, or until the client's share of this turn is used up.
   * @exercise 3.7
   */
  #read(): void {
    const { input } = this.#session;
    let share = READ_SHARE_BYTES;
    while (share > 0 && !this.#stalled && !this.#session.closing) {
      const room = Math.min(input.reserve(), share);
      const count = recv(this.fd, input.buffer, input.end, room);
      if (count <= 0) {
        if (count === 0) this.#inputEnded = true;
        else if (count !== -EAGAIN) this.close();
        return;
      }
      input.commit(count);
      this.#process();
      if (count < room) return;
      share -= count;
    }
  }

  /** @exercise 3.7 */
  #process(): void {
    this.#session.process();
    this.#stalled = !this.#session.closing && this.#session.output.length >= OUTPUT_HIGH_WATER;
  }

  /**
   * Tells the poller what is of interest now, if that has changed. Never nothing: see the callers.
   * @exercise 3.7
   */
  #watch(): void {
    const reads = !this.#stalled && !this.#inputEnded && !this.#session.closing;
    const writes = this.#stalled || this.#session.output.length > 0;
    const interest = (reads ? READABLE : 0) | (writes ? WRITABLE : 0);
    if (interest === this.#interest) return;
    this.#interest = interest;
    this.#transport.loop.watch(this.fd, interest, this.#onReady);
  }

  /**
   * We end the connection while the client may still be sending. close(2) would answer that with a reset, which can
   * destroy our last reply before it is read. So: say that nothing follows, and throw away what comes until it has ended too.
   * @exercise 3.8 The end of a conversation
   * @tests endings: ^e?poll .*(told to leave|refusal)
   * @hint You have said goodbye and the client is still sending. What does close(2) do then?
   * @hint Closing a socket with unread bytes sends a reset, which can destroy your last reply before it is read. So end your
   *   side only, throw away what still comes, and close when the client has ended too, or after LINGER_MS.
   * @hint #linger: state "lingering", session.closed(); shutdown(fd, SHUT_WR), and close at once if that throws a
   *   SystemError; watch for READABLE; loop.after(LINGER_MS) close. #discard: read into transport.discarded; 0 or an error
   *   other than EAGAIN closes.
   */
  #linger(): void {
    this.#state = 'lingering';
    this.#session.closed();
    try {
      shutdown(this.fd, SHUT_WR);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      this.close(); // ENOTCONN: it has reset the connection meanwhile
      return;
    }
    this.#transport.loop.watch(this.fd, READABLE, this.#onReady);
    this.#deadline = this.#transport.loop.after(LINGER_MS, () => this.close());
  }

  /** @exercise 3.8 */
  #discard(): void {
    const count = recv(this.fd, this.#transport.discarded);
    if (count <= 0 && count !== -EAGAIN) this.close();
  }
}
