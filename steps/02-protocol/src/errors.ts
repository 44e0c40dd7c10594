// The two ways a request fails. Both carry Redis's exact words, pinned by tests.

/** The bytes are not RESP: there is no telling where the next request starts, so the connection ends. */
export class ProtocolError extends Error {
  override name = 'ProtocolError';
  /** The connection ends without a word, as Redis ends that of a client which sends without end. */
  readonly silent: boolean;

  constructor(what: string, { silent = false } = {}) {
    super(`Protocol error: ${what}`);
    this.silent = silent;
  }
}

/**
 * The command was understood and refused: answered, and the connection goes on. May be thrown anywhere under
 * a command. `message` is the whole reply with its code: `ERR syntax error`, `WRONGTYPE Operation against ...`.
 */
export class ReplyError extends Error {
  override name = 'ReplyError';

  /** First word of the message: `ERR`, `WRONGTYPE`, `NOPROTO` ... */
  get code(): string {
    return this.message.split(' ', 1)[0] as string;
  }
}
