// A request on its way into stage 02's parser, as far as its bytes have come, and the replies of two sessions to it, one in
// each version of the protocol. Bytes only ever come: to take some back is to begin anew.

import { parseRepeat, splitLine, toByteString } from '@byor/02-protocol/cli';
import {
  latin1Slice,
  ProtocolError,
  ReplyWriter,
  RequestParser,
  respond,
  Session,
  Slice,
} from '@byor/02-protocol/core';
import { tokens } from '../shared/bytes.ts';
import { counted } from '../shared/counted.ts';

export type Version = 2 | 3;

/** The bytes of a command as a client sends it; undefined for a line that is none. One character a byte. */
export function requestOf(line: string): string | undefined {
  const args = splitLine(toByteString(line));
  if (args === undefined || args.length === 0 || parseRepeat(args) === undefined) return undefined;
  const writer = new ReplyWriter();
  writer.array(args.length);
  for (const arg of args) writer.bulk(arg);
  return textOf(writer);
}

export interface Found {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export class Arrival {
  readonly stream: string;
  /** Where the stream was cut: after so many bytes. */
  readonly cuts: number[] = [];
  /** Arguments that the parser has found so far, by where they lie. */
  found: Found[] = [];
  /** The parser has a whole request. */
  isWhole = false;
  problem: string | undefined;
  readonly replies: Record<Version, string> = { 2: '', 3: '' };
  readonly #parser = new RequestParser();
  readonly #sessions: Record<Version, Session> = { 2: sessionOf(2), 3: sessionOf(3) };
  #come = 0;

  constructor(stream: string) {
    this.stream = stream;
  }

  get come(): number {
    return this.#come;
  }

  /** More bytes come, in one piece, until there are `count`. */
  comeTo(count: number): void {
    if (count <= this.#come || this.problem !== undefined) return;
    const piece = Slice.of(this.stream.slice(this.#come, count)).bytes;
    this.#come = count;
    if (count < this.stream.length) this.cuts.push(count);
    this.#parse(piece);
    for (const version of [2, 3] as const) {
      const session = this.#sessions[version];
      session.input.feed(piece);
      session.process();
      this.replies[version] += textOf(session.output);
      session.output.consume(session.output.length);
    }
  }

  /** What a session speaks by now: `HELLO` changes it. */
  protocolOf(version: Version): number {
    return this.#sessions[version].output.protocol;
  }

  /** What the parser needs before it can go on, in words. */
  get waitsFor(): string {
    if (this.problem !== undefined) return this.problem;
    if (this.isWhole) return 'nothing: the request is whole';
    const last = tokens(this.stream).find(({ end }) => end > this.#come);
    if (last === undefined || this.#come === 0) return 'the first byte';
    const missing = last.end - this.#come;
    const bytes = counted(missing, 'more byte');
    if (last.meaning === 'data') return `${bytes} of the argument`;
    if (last.meaning === 'end') return `the CR LF that ends this line`;
    return last.meaning === 'length' ? 'the end of the length' : 'the next argument';
  }

  #parse(piece: Uint8Array): void {
    const parser = this.#parser;
    parser.feed(piece);
    try {
      this.isWhole = parser.next();
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.problem = error.message;
    }
    this.found = Array.from({ length: parser.args.count }, (_, at) => {
      const { start, end } = parser.args.at(at);
      return { text: parser.args.at(at).text(), start, end };
    });
  }
}

/** Replies that this stage has no command for, as its writer writes them. */
export const SAMPLES: Readonly<Record<string, (reply: ReplyWriter) => void>> = {
  null: (reply) => reply.null(),
  true: (reply) => reply.boolean(true),
  'a double': (reply) => reply.double(0.5),
  'a map': (reply) => {
    reply.map(1);
    reply.bulk('laps');
    reply.integer(3);
  },
  'a set': (reply) => {
    reply.set(2);
    reply.bulk('ada');
    reply.bulk('grace');
  },
  'a big number': (reply) => reply.bigNumber(2n ** 70n),
  'a text': (reply) => reply.verbatim('txt', 'for people'),
};

export function sample(name: string, version: Version): string {
  const writer = new ReplyWriter();
  writer.protocol = version;
  SAMPLES[name]?.(writer);
  return textOf(writer);
}

function sessionOf(version: Version): Session {
  const session = new Session(respond);
  session.output.protocol = version;
  return session;
}

function textOf({ buffer, start, end }: ReplyWriter): string {
  return latin1Slice(buffer, start, end);
}
