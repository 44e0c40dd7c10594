// Runs one command: sends it, prints what comes back in the order it comes, says what went wrong.
// A reply is printed the moment it is read, not when its promise settles: push messages and replies stay in order.

import { ProtocolError, type Reply } from '../core.ts';
import { formatReply } from './format.ts';
import type { Settings } from './options.ts';
import type { Printer } from './printer.ts';
import { reasonOf, type ServerLink } from './server-link.ts';

/** `lost`: the connection ended before the reply, or could not be made. */
export type Outcome = 'ok' | 'error' | 'lost';

export type RunnerSettings = Pick<Settings, 'format' | 'showPushes' | 'exitOnError'>;

/** Commands after which the server talks until the connection ends. */
const STREAMS = new Set(['SUBSCRIBE', 'PSUBSCRIBE', 'SSUBSCRIBE', 'MONITOR']);

export class Runner {
  readonly #settings: RunnerSettings;
  readonly #link: ServerLink;
  readonly #printer: Printer;
  /** The command whose reply is the next to come. */
  #awaited: string[] | undefined;
  #isStreaming = false;
  #isInterrupted = false;

  constructor(settings: RunnerSettings, link: ServerLink, printer: Printer) {
    this.#settings = settings;
    this.#link = link;
    this.#printer = printer;
  }

  /** For ServerLink: every reply, as it comes. */
  show(reply: Reply): void {
    const args = reply.type === 'push' ? undefined : this.#awaited;
    if (args === undefined) {
      if (this.#isStreaming || this.#settings.showPushes) this.#print(reply);
      return;
    }
    this.#awaited = undefined;
    if (reply.type === 'error' && this.#settings.exitOnError) this.#printer.err(`${reply.text}\n`);
    else this.#print(reply, args);
  }

  /** Runs a command to its end, connecting first where there is no connection. */
  async run(args: string[]): Promise<Outcome> {
    if (!this.#link.connected && !(await this.#link.connect())) return 'lost';
    const name = (args[0] ?? '').toUpperCase();
    this.#awaited = args;
    this.#isStreaming = STREAMS.has(name);
    this.#isInterrupted = false;
    if (this.#isStreaming && name !== 'MONITOR' && this.#settings.format !== 'raw') {
      this.#printer.out('Reading messages... (press Ctrl-C to quit)\n');
    }
    try {
      const reply = await this.#link.request(args);
      if (this.#isStreaming && begins(reply)) await this.#listen();
      return reply.type === 'error' ? 'error' : 'ok';
    } catch (error) {
      return await this.#lost(name, error as Error);
    } finally {
      this.#awaited = undefined;
      this.#isStreaming = false;
    }
  }

  /** Ends the wait for a reply or for messages: the connection is given up, and made anew. */
  interrupt(): void {
    this.#isInterrupted = true;
    this.#link.close();
  }

  async #listen(): Promise<void> {
    await this.#link.gone();
    throw new Error('Server closed the connection');
  }

  async #lost(name: string, error: Error): Promise<Outcome> {
    if (this.#isInterrupted) {
      await this.#link.connect();
      return 'lost';
    }
    // A server that shuts down hangs up instead of answering.
    if (name === 'SHUTDOWN' && !(error instanceof ProtocolError)) return 'ok';
    this.#printer.err(`Error: ${reasonOf(error)}\n`);
    return 'lost';
  }

  #print(reply: Reply, args: string[] = []): void {
    this.#printer.out(formatReply(reply, this.#settings.format, args));
  }
}

/** Whether messages follow: not after a refusal, nor while a transaction only queues the command. */
function begins(reply: Reply): boolean {
  return reply.type !== 'error' && !(reply.type === 'status' && reply.text === 'QUEUED');
}
