// Runs recorded requests again. They come in absolute form and with their own DELs, so nothing expires meanwhile
// (`engine.loading`), and nothing is recorded, counted or answered.

import {
  Args,
  Call,
  Client,
  type Command,
  type CommandTable,
  type Engine,
  type Keyspace,
  ReplyError,
} from '@byor/05-expiry/core';
import { type RecordVisitor, ReplayError } from './each-record.ts';

/** Said of a command that this server does not know: whoever cuts there loses what was right. */
export const FOREIGN =
  'Nothing is cut for that: load the log with a server that knows the command, such as redis-server.';

export class Replay implements RecordVisitor {
  readonly #engine: Engine;
  readonly #client: Client;
  readonly #call: Call;
  /** What stands between a MULTI and its EXEC: all of it is run, or none. */
  #transaction: Args[] | undefined;
  commands = 0;
  /** Records that were answered with an error, and the first such answer. */
  errors = 0;
  firstError = '';

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#client = new Client(engine, 0);
    this.#call = new Call(engine);
  }

  /** Each file of a log begins in database 0, outside any transaction. */
  beginFile(): void {
    this.#client.dbIndex = 0;
    this.#transaction = undefined;
  }

  /** @exercise 6.7 */
  multi(): void {
    this.#transaction = [];
  }

  /** @exercise 6.7 */
  exec(): void {
    const requests = this.#transaction ?? [];
    this.#transaction = undefined;
    for (const each of requests) this.#execute(each);
  }

  /**
   * @throws ReplayError for what no log of ours holds
   * @exercise 6.7 Replay
   * @tests persistence: ^at the start (everything|nothing|half a|a whole|a record|remarks|wherever|.* (no record|an unknown|a command that|too few))
   * @tests 06/log/values
   * @tests 06/log/deleted
   * @hint The log says MULTI, SET, SET, and there it ends. What of it happened?
   * @hint Commands run again as they did, without a client to answer: what they reply is dropped, and what they answer
   *   with an error is counted, not fatal. What stands between MULTI and EXEC is one change: it is kept until EXEC
   *   comes, and if none comes it never was. Its views die with the next record, so they are copied.
   * @hint multi begins a list; exec takes it, if there is one, and executes each. run: outside a transaction #execute;
   *   inside ask recordedCommand, which throws for what does not belong there, and push a copy,
   *   Args.of(...request.strings()). #execute: #prepare, mark the reply, run the command, count it; a ReplyError counts
   *   as one of errors, the first is kept as text; anything else is thrown on; at last rewind to the mark.
   */
  run(request: Args): void {
    if (this.#transaction === undefined) {
      this.#execute(request);
      return;
    }
    recordedCommand(this.#engine.commands, request);
    this.#transaction.push(Args.of(...request.strings()));
  }

  /**
   * Outside a transaction, or at its end. An answer is dropped; an error is counted, and the first one kept.
   * @exercise 6.7
   */
  #execute(request: Args): void {
    const call = this.#call;
    this.#prepare(request);
    const mark = call.reply.mark();
    try {
      call.command.run(call);
      this.commands++;
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error;
      this.errors++;
      this.firstError ||= `${request.at(0).text()}: ${error.message}`;
    } finally {
      call.reply.rewind(mark);
    }
  }

  #prepare(request: Args): void {
    const call = this.#call;
    call.client = this.#client;
    call.command = recordedCommand(this.#engine.commands, request);
    call.args = request;
    call.reply = this.#client.output;
    call.db = this.#engine.databases[this.#client.dbIndex] as Keyspace;
    call.recorded = undefined;
  }
}

/**
 * Which command a record is; MULTI and EXEC are none. Whoever loads a log and whoever checks it must agree on this and on
 * `eachRecord`.
 * @throws ReplayError
 */
export function recordedCommand(commands: CommandTable, request: Args): Command {
  const name = request.at(0);
  const command = commands.find(name);
  if (command === undefined) {
    throw new ReplayError('foreign', `this server does not know '${name.text()}'`);
  }
  const { arity, flags } = command;
  if (!flags.includes('write') && command.name !== 'select') {
    throw new ReplayError(
      'damaged',
      `'${command.name}' does not change data: it has no place in a log`,
    );
  }
  if (arity >= 0 ? request.count !== arity : request.count < -arity) {
    throw new ReplayError('damaged', `'${command.name}' has the wrong number of arguments`);
  }
  return command;
}
