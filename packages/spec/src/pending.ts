// A command that was sent and whose reply is still to be read. Replies come in the order of the commands.

import type { Expected } from './matchers.ts';
import { type Reply, toValue, type Value } from './reply.ts';

/** A reply with the bytes it was read from. */
export interface Received {
  readonly reply: Reply;
  readonly bytes: Buffer;
}

/** What a pending reply needs of its client. */
interface Reader {
  expect(expected: Expected, command?: string): Promise<Value>;
  read(command?: string): Promise<Received>;
}

export class PendingReply {
  /** As one would type it. */
  readonly command: string;
  /** Whether somebody asked for the reply. A case that leaves one unread is at fault. */
  claimed = false;
  readonly #reader: Reader;

  constructor(reader: Reader, command: string) {
    this.#reader = reader;
    this.command = command;
  }

  /** Reads the reply, fails unless it is as expected, and gives its value. */
  expect(expected: Expected): Promise<Value> {
    this.claimed = true;
    return this.#reader.expect(expected, this.command);
  }

  /** Reads the reply, whatever it is. */
  async reply(): Promise<Reply> {
    this.claimed = true;
    return (await this.#reader.read(this.command)).reply;
  }

  /** Reads the reply and gives its bytes as latin1. */
  async bytes(): Promise<string> {
    this.claimed = true;
    return (await this.#reader.read(this.command)).bytes.toString('latin1');
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
