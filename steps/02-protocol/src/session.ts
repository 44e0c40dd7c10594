// One client's conversation, without a socket: request bytes in, reply bytes out. Every transport drives this.
// Invariant: replies leave in the order of the requests, one for each, and never half of one.

import type { Args } from './args.ts';
import { ProtocolError, ReplyError } from './errors.ts';
import { ReplyWriter } from './reply-writer.ts';
import { RequestParser } from './request-parser.ts';

/** Pending output, in bytes, from which on no more requests are run until the client reads: what bounds its memory. */
export const OUTPUT_HIGH_WATER = 1024 * 1024;

/** What a transport lets a session know and do of its socket. */
export interface Connection {
  readonly id: number;
  /** `host:port`. */
  readonly remoteAddress: string;
  readonly localAddress: string;
  readonly fd: number;
  /** Output was written outside process(): send it this turn. */
  flush(): void;
  /** Closes now; pending output is dropped. */
  close(): void;
}

/** Runs one request and writes its reply to `session.output`, or throws ReplyError. */
export type Execute = (args: Args, session: Session) => void;

export class Session {
  readonly input = new RequestParser();
  readonly output = new ReplyWriter();
  /** Nothing more is read; what is pending still leaves, then the connection is closed. */
  closing = false;
  /** Set by the transport before the first byte. */
  connection?: Connection;
  readonly #execute: Execute;

  constructor(execute: Execute) {
    this.#execute = execute;
  }

  /**
   * Runs every whole request in `input`, until closing or until OUTPUT_HIGH_WATER bytes are pending; the transport
   * then calls again once they have left. What the client did wrong is answered, unless the ProtocolError is silent; anything else thrown is a defect and passes through.
   * @exercise 2.6 A session: bytes in, bytes out
   * @tests core/session
   * @hint One reply for each request, in their order. What if a command fails when half of its reply is written?
   * @hint A ReplyError is the client's mistake: drop what the command has written (mark, rewind), answer the error, go on. A
   *   ProtocolError ends the conversation: nobody knows where the next request begins. Anything else is a defect of yours,
   *   and passes through.
   * @hint process: while not closing, output below OUTPUT_HIGH_WATER, and input.next(): #run(). Catch a ProtocolError:
   *   unless it is silent output.error("ERR " + message); closing = true. #run: mark; execute(args, this); catch a ReplyError: rewind to the
   *   mark, write its message.
   */
  process(): void {
    try {
      while (!this.closing && this.output.length < OUTPUT_HIGH_WATER && this.input.next()) {
        this.#run();
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      if (!error.silent) this.output.error(`ERR ${error.message}`);
      this.closing = true;
    }
  }

  /** Called by the transport when the connection is gone. */
  closed(): void {}

  /** @exercise 2.6 */
  #run(): void {
    const mark = this.output.mark();
    try {
      this.#execute(this.input.args, this);
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error;
      this.output.rewind(mark);
      this.output.error(error.message);
    }
  }
}
