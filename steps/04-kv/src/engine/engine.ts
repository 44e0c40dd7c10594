// The server without sockets: requests in, replies out, an injected clock, no `node:` import.
// A stage adds a layer: a function that defines commands, parameters and hooks on the engine.

import {
  Args,
  DEFAULT_LIMITS,
  defaultSocketOptions,
  type ParserLimits,
  ReplyError,
  unknownCommand,
  wrongArity,
} from '@byor/03-event-loop/core';
import { Users } from '../acl/users.ts';
import { Keyspace, type KeyspaceContext } from '../keyspace.ts';
import type { ObjectValue } from '../value.ts';
import { Call } from './call.ts';
import { Client } from './client.ts';
import type { Command } from './command.ts';
import { CommandTable } from './command-table.ts';
import { CommandTiming } from './command-timing.ts';
import { Config } from './config.ts';
import type { DebugAction } from './debug-action.ts';
import { unknownSubcommand } from './errors.ts';
import { type ClientAddress, type Hooks, noHooks } from './hooks.ts';
import { type Host, pageHost } from './host.ts';
import { InfoSections } from './info-sections.ts';
import { Stats } from './stats.ts';

export type Layer = (engine: Engine) => void;

const MULTI = Args.of('MULTI');
const EXEC = Args.of('EXEC');

/**
 * The requests that build a value of one type again under `key`, each of bounded size. The value may change between two of
 * them: what is there from the first to the last and is not touched meanwhile must be in them.
 */
export type Dumper = (key: string, value: ObjectValue) => Iterator<Args>;

export class Engine {
  readonly commands = new CommandTable();
  readonly users = new Users(this.commands);
  readonly config = new Config();
  readonly info = new InfoSections();
  readonly debug = new Map<string, DebugAction>();
  /** By type: how a value is written down, for the log that a later stage keeps. */
  readonly dumpers = new Map<string, Dumper>();
  readonly stats: Stats;
  readonly timing = new CommandTiming();
  readonly host: Host;
  readonly clients = new Map<number, Client>();
  /** What every client's parser obeys; CONFIG SET changes it in place. */
  readonly limits: ParserLimits = { ...DEFAULT_LIMITS };
  /** The same for every new connection's socket. */
  readonly socketOptions = defaultSocketOptions();
  readonly hooks: Hooks = noHooks();
  databases: Keyspace[] = [];
  /** Changes to the data since the start: how a command says that it wrote. */
  dirty = 0;
  /** While recorded changes are run again: nothing else may change the data, and nothing is recorded. */
  loading = false;
  /** What the engine's own objects and code take before the first key comes. */
  startupBytes = 0;
  #nextClientId = 1;
  readonly #keyspace: KeyspaceContext;
  readonly #call: Call;

  constructor(host: Host = pageHost()) {
    this.host = host;
    this.stats = new Stats(host.now());
    this.#keyspace = {
      seed: host.seed,
      now: host.now,
      random: host.random,
      lookups: this.stats.lookups,
    };
    this.#call = new Call(this);
  }

  use(...layers: readonly Layer[]): this {
    for (const layer of layers) layer(this);
    return this;
  }

  /** Opens the databases. Flags have been read by now, and every layer is in. */
  start(): void {
    const count = this.config.number('databases');
    this.databases = Array.from({ length: count }, () => this.createKeyspace(this.#keyspace));
    this.startupBytes = this.host.info.memory().objectBytes;
    for (const hook of this.hooks.start) hook();
  }

  /** A layer with a richer keyspace puts its own here, before `start`. */
  createKeyspace: (context: KeyspaceContext) => Keyspace = (context) => new Keyspace(context);

  /** Unix time in milliseconds, read once a turn. */
  now(): number {
    return this.host.now();
  }

  /** @throws Error before `start`, RangeError for an index that does not exist. */
  database(index: number): Keyspace {
    const database = this.databases[index];
    if (database === undefined) throw new RangeError(`no database ${index}`);
    return database;
  }

  /** Does anybody keep the changes? */
  get recording(): boolean {
    return this.hooks.write.length > 0 && !this.loading;
  }

  /** A change to the data, as a request that brings it about again. Commands' own are recorded by `execute`. */
  record(dbIndex: number, request: Args): void {
    if (!this.recording) return;
    for (const hook of this.hooks.write) hook(dbIndex, request);
  }

  /** A new client; one that is turned away is told why and closed. */
  connect(peer: ClientAddress = { remoteAddress: '' }): Client {
    const client = new Client(this, this.#nextClientId++);
    try {
      this.#admitClient(peer);
    } catch (error) {
      if (!(error instanceof ReplyError)) throw error;
      this.stats.rejectedConnections++;
      client.output.error(error.message);
      client.closing = true;
      return client;
    }
    this.clients.set(client.id, client);
    this.stats.connections++;
    this.touch(client);
    return client;
  }

  #admitClient(peer: ClientAddress): void {
    if (this.clients.size >= this.config.number('maxclients')) {
      throw new ReplyError('ERR max number of clients reached');
    }
    for (const hook of this.hooks.connect) hook(peer);
  }

  disconnect(client: Client): void {
    this.clients.delete(client.id);
    for (const hook of this.hooks.disconnected) hook(client);
  }

  /** Notes that a client is in use; once for all requests of a read. */
  touch(client: Client): void {
    client.lastActiveMs = this.now();
    for (const hook of this.hooks.active) hook(client);
  }

  /** Runs one request and writes its reply to the client's output. @throws ReplyError as the reply */
  execute(args: Args, client: Client): void {
    try {
      this.#dispatch(args, client);
    } catch (error) {
      if (error instanceof ReplyError) this.stats.countError(error.code);
      throw error;
    }
  }

  #dispatch(args: Args, client: Client): void {
    const command = this.#resolve(args, client);
    client.lastCommand = command.fullName;
    const call = this.#call;
    call.client = client;
    call.command = command;
    call.args = args;
    call.reply = client.output;
    call.db = this.databases[client.dbIndex] as Keyspace;
    this.#admit(call);
    this.#run(call);
  }

  /** The maintain phase. @returns whether there is more to do at once */
  maintain(): boolean {
    let more = false;
    this.stats.sample(this.now());
    for (const database of this.databases) more = database.maintain() || more;
    for (const hook of this.hooks.maintain) more = hook() || more;
    return more;
  }

  /** The persist phase: no reply leaves before it. */
  persist(): void {
    for (const hook of this.hooks.persist) hook();
  }

  /** The end: nobody is served any more. */
  stop(): void {
    for (const hook of this.hooks.stop) hook();
  }

  /**
   * The command that a request names; of one with subcommands the named one, if any is. @throws ReplyError unknownCommand,
   * once the hooks for it have run, or unknownSubcommand
   * @exercise 4.8
   */
  #resolve(args: Args, client: Client): Command {
    const command = this.commands.find(args.at(0));
    if (command === undefined) {
      for (const hook of this.hooks.unknown) hook(args, client);
      throw unknownCommand(args);
    }
    const children = command.children;
    if (children === undefined || args.count === 1) return command;
    const child = children.find(args.at(1));
    if (child === undefined) throw unknownSubcommand(args.at(1).text(), command.name);
    return child;
  }

  /**
   * May it run? The number of arguments is asked first. @throws ReplyError wrongArity, which counts as rejected, or what a
   * hook throws
   * @exercise 4.8 The engine is a server without sockets
   * @tests engine/engine: ^(layers a layer|finding|what is counted calls|hooks one)
   * @tests engine/write: gets (each|what a command|nothing while)
   * @tests acl/access-control: ^who may
   * @hint Everybody who sends a request wants an answer, and some of what they send must not run. Which questions come
   *   before the command, and what must happen after it even when it throws?
   * @hint Find, admit, run. Admission: the number of arguments, then whoever hangs in hooks.restricted and hooks.before
   *   and may throw. A run that has raised `dirty` has changed something, and is recorded, for whoever keeps a log; a
   *   run that threw is counted as failed, and is over all the same.
   * @hint #resolve: commands.find of argument 0; none: hooks.unknown, then unknownCommand; a container with more than
   *   its name: its child, or unknownSubcommand (errors.ts; the other two errors are stage 02's). #admit: arity >= 0 is exact, below 0 the least; rejected++,
   *   wrongArity; restricted hooks for a client.restricted; before hooks. #perform: note dirty, recorded = undefined,
   *   try run and #recordCall if dirty rose and somebody records; catch: failed++, throw on; finally calls++,
   *   stats.commands++, after hooks.
   */
  #admit(call: Call): void {
    const { command, args, client } = call;
    const { arity } = command;
    if (arity >= 0 ? args.count !== arity : args.count < -arity) {
      command.rejected++;
      throw wrongArity(command.fullName);
    }
    if (client.restricted) for (const hook of this.hooks.restricted) hook(call);
    for (const hook of this.hooks.before) hook(call);
  }

  #run(call: Call): void {
    if (this.timing.skips(call.command, call.args)) this.#perform(call);
    else this.#performTimed(call);
  }

  #performTimed(call: Call): void {
    const startUs = this.host.monotonicUs();
    try {
      this.#perform(call);
    } finally {
      const elapsedUs = this.host.monotonicUs() - startUs;
      this.timing.count(call.command, elapsedUs);
      for (const hook of this.hooks.timed) hook(call, elapsedUs);
    }
  }

  /**
   * Runs it. What has raised `dirty` is recorded, if somebody records and it did not throw; it is counted either way, and
   * the hooks behind it run.
   * @exercise 4.8
   */
  #perform(call: Call): void {
    const { command } = call;
    const dirtyBefore = this.dirty;
    call.recorded = undefined;
    try {
      command.run(call);
      if (this.dirty !== dirtyBefore && this.recording) this.#recordCall(call);
    } catch (error) {
      command.failed++;
      throw error;
    } finally {
      command.calls++;
      this.stats.commands++;
      for (const hook of this.hooks.after) hook(call);
    }
  }

  /** Several requests are one change: between MULTI and EXEC, so that whoever finds half of them runs none. */
  #recordCall({ client, args, recorded }: Call): void {
    if (recorded === undefined) {
      this.record(client.dbIndex, args);
      return;
    }
    const several = recorded.length > 1;
    if (several) this.record(client.dbIndex, MULTI);
    for (const request of recorded) this.record(client.dbIndex, request);
    if (several) this.record(client.dbIndex, EXEC);
  }
}
