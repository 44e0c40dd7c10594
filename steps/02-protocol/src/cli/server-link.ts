// The client's connection as a person at a prompt sees it: it may be gone, it comes back, it is in a database and perhaps in a
// transaction. Invariant: what prompt() says is what the server was last known to think.

import { getSystemErrorMap } from 'node:util';
import { Client, type ClientOptions, ConnectionError, type Reply } from '../index.ts';
import type { Settings } from './options.ts';

export type LinkSettings = Pick<
  Settings,
  'host' | 'port' | 'username' | 'password' | 'db' | 'protocol'
>;

export interface LinkEvents {
  /** Every reply in the order it came, except those to AUTH, SELECT and HELLO on connecting, and to ask(). */
  onReply(reply: Reply): void;
  /** Every byte that passes, except for ask(). */
  onTraffic: NonNullable<ClientOptions['onTraffic']>;
  /** What went wrong, a line for people. */
  onTrouble(line: string): void;
}

export class ServerLink {
  host: string;
  port: number;
  readonly #settings: LinkSettings;
  readonly #events: LinkEvents;
  #client: Client | undefined;
  #db: number;
  #inTransaction = false;
  /** Where DISCARD goes back to. */
  #dbBeforeTransaction = 0;
  /** Whether the next reply is to a question of the link's own. */
  #asksItself = false;
  #isHidden = false;

  constructor(settings: LinkSettings, events: LinkEvents) {
    this.#settings = settings;
    this.#events = events;
    this.host = settings.host;
    this.port = settings.port;
    this.#db = settings.db;
  }

  get connected(): boolean {
    return this.#client !== undefined;
  }

  prompt(): string {
    if (!this.connected) return 'not connected> ';
    const host = this.host.includes(':') ? `[${this.host}]` : this.host;
    const db = this.#db === 0 ? '' : `[${this.#db}]`;
    return `${host}:${this.port}${db}${this.#inTransaction ? '(TX)' : ''}> `;
  }

  /** Connects anew: user, database and protocol as before. False, and said why, when there is no server. */
  async connect(): Promise<boolean> {
    this.close();
    const { onReply, onTraffic } = this.#events;
    try {
      this.#client = await Client.connect({
        host: this.host,
        port: this.port,
        decoding: 'latin1',
        onReply: (reply) => this.#asksItself || onReply(reply),
        onTraffic: (direction, bytes) => this.#isHidden || onTraffic(direction, bytes),
      });
      await this.#greet();
    } catch (error) {
      const where = `Could not connect to Redis at ${this.host}:${this.port}`;
      this.#events.onTrouble(`${where}: ${reasonOf(error as Error)}`);
      this.close();
    }
    return this.connected;
  }

  async #greet(): Promise<void> {
    const { username, password, protocol } = this.#settings;
    const user = username === undefined ? [] : [username];
    const db = this.#db;
    this.#db = 0;
    if (password !== undefined) await this.#greetWith('AUTH', ['AUTH', ...user, password]);
    if (db !== 0 && (await this.#greetWith(`SELECT ${db}`, ['SELECT', String(db)]))) this.#db = db;
    if (protocol === 3) await this.#greetWith('HELLO 3', ['HELLO', '3']);
  }

  /** A refusal is said, and the connection goes on without. */
  async #greetWith(name: string, args: string[]): Promise<boolean> {
    const reply = await this.#askItself(args);
    if (reply.type === 'error') this.#events.onTrouble(`${name} failed: ${reply.text}`);
    return reply.type !== 'error';
  }

  /** A question that the person does not see anything of. One at a time, and none beside request(). */
  async ask(args: string[]): Promise<Reply> {
    this.#isHidden = true;
    try {
      return await this.#askItself(args);
    } finally {
      this.#isHidden = false;
    }
  }

  async #askItself(args: string[]): Promise<Reply> {
    this.#asksItself = true;
    try {
      return await this.#send(args);
    } finally {
      this.#asksItself = false;
    }
  }

  /** Sends a command of the person's. Rejects when the connection ends before the reply, and is not connected then. */
  async request(args: string[]): Promise<Reply> {
    const reply = await this.#send(args);
    this.#observe(args, reply);
    return reply;
  }

  async #send(args: string[]): Promise<Reply> {
    const client = this.#client;
    if (client === undefined) throw new ConnectionError('not connected');
    try {
      return await client.request(args);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Settles when the connection is gone, and is not connected then. */
  async gone(): Promise<void> {
    await this.#client?.closed;
    this.close();
  }

  close(): void {
    this.#client?.close();
    this.#client = undefined;
    if (this.#inTransaction) this.#endTransaction(false);
  }

  /** Follows what the command did to the connection. */
  #observe([name = '', first = '']: string[], reply: Reply): void {
    const failed = reply.type === 'error';
    const command = name.toUpperCase();
    if (command === 'EXEC' && this.#inTransaction)
      this.#endTransaction(!failed && reply.type !== 'null');
    if (failed) return;
    switch (command) {
      case 'SELECT':
        this.#db = Number(first);
        break;
      case 'MULTI':
        this.#inTransaction = true;
        this.#dbBeforeTransaction = this.#db;
        break;
      case 'DISCARD':
        this.#endTransaction(false);
        break;
      case 'RESET':
        this.#inTransaction = false;
        this.#db = 0;
    }
  }

  #endTransaction(executed: boolean): void {
    this.#inTransaction = false;
    if (!executed) this.#db = this.#dbBeforeTransaction;
  }
}

/** Why a connection failed, in the words of the C library, as redis-cli has them. */
export function reasonOf(error: Error): string {
  const cause = (error.cause ?? error) as NodeJS.ErrnoException;
  if (cause.code === 'ENOTFOUND') return 'Name or service not known';
  const known = [...getSystemErrorMap().values()].find(([code]) => code === cause.code);
  if (known !== undefined) return known[1].charAt(0).toUpperCase() + known[1].slice(1);
  return error instanceof ConnectionError ? 'Server closed the connection' : error.message;
}
