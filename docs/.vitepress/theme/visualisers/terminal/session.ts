// A conversation at a terminal in a page, apart from how it looks: lines in, what is to be shown out. Lines are taken apart
// and replies are printed by the terminal client of stage 02. Invariant: text in `replies` and `bytes` is one character a byte.

import { formatReply, helpText, parseRepeat, splitLine, toByteString } from '@byor/02-protocol/cli';
import {
  latin1Slice,
  ProtocolError,
  ReplyParser,
  ReplyWriter,
  Slice,
} from '@byor/02-protocol/core';
import type { PageServer } from './servers/page-server.ts';

export interface Exchange {
  readonly line: string;
  readonly reply: string;
  readonly isError: boolean;
  readonly sent: string;
  readonly received: string;
}

const MOST_REPEATS = 1000;
const LONGEST_SHOWN = 20_000;

export class TerminalSession {
  readonly server: PageServer;
  #parser = new ReplyParser();

  constructor(server: PageServer) {
    this.server = server;
  }

  /** What one line did. */
  run(line: string): Exchange[] {
    if (!this.server.speaksResp) return [this.#echo(line)];
    const args = splitLine(toByteString(line));
    if (args === undefined) return [said(line, 'Invalid argument(s)', true)];
    const repeated = parseRepeat(args);
    if (repeated === undefined || repeated.times > MOST_REPEATS)
      return [said(line, 'Invalid redis-cli repeat command option value.', true)];
    if (/^(help|\?)$/i.test(repeated.args[0] ?? ''))
      return [said(line, this.#help(repeated.args.slice(1)))];
    if (repeated.args.length === 0) return [];
    return Array.from({ length: repeated.times }, (_, at) =>
      this.#command(at === 0 ? line : '', repeated.args),
    );
  }

  /** What came without being asked for: MONITOR, a push. */
  unasked(bytes: Uint8Array): Exchange {
    const received = latin1Slice(bytes, 0, bytes.length);
    return { ...said('', this.#read(bytes, [])), received };
  }

  #command(line: string, args: string[]): Exchange {
    if (this.server.isClosed) this.#parser = new ReplyParser();
    const request = new ReplyWriter();
    request.array(args.length);
    for (const arg of args) request.bulk(arg);
    const bytes = request.bytes();
    const answer = this.server.talk(bytes);
    const reply = this.#read(answer, args);
    return {
      line,
      reply: this.server.isClosed ? `${reply}(the server has ended the connection)` : reply,
      isError: reply.startsWith('(error)'),
      sent: latin1Slice(bytes, 0, bytes.length),
      received: latin1Slice(answer, 0, answer.length),
    };
  }

  #read(bytes: Uint8Array, args: readonly string[]): string {
    this.#parser.feed(bytes);
    let text = '';
    try {
      for (let reply = this.#parser.next(); reply; reply = this.#parser.next())
        text += formatReply(reply, 'standard', args);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      text += `${error.message}\n`;
    }
    return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…\n` : text;
  }

  #echo(line: string): Exchange {
    const sent = `${toByteString(line)}\n`;
    const answer = this.server.talk(Slice.of(sent).bytes);
    const received = latin1Slice(answer, 0, answer.length);
    return { line, reply: received, isError: false, sent, received };
  }

  #help(topic: string[]): string {
    const plain = (text: string) => text;
    const colors = { bold: plain, gray: plain, yellow: plain };
    if (topic.length > 0)
      return helpText(topic, this.server.docs, colors as Parameters<typeof helpText>[2]);
    const groups = [...new Set(this.server.docs.map(({ group }) => `@${group}`))].join(' ');
    return `help SET        one command\nhelp @string    a group of them: ${groups}\n3 PING          three times`;
  }
}

const said = (line: string, reply: string, isError = false): Exchange => ({
  line,
  reply,
  isError,
  sent: '',
  received: '',
});
