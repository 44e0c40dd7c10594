// Stage 06's engine, its disk in memory, and the power that may go. Time passes only when it is told to; a request is a turn
// with its phases. Invariant: while the power is off there is no engine, and the disk holds what had to be on it.

import { parseRepeat, splitLine, toByteString } from '@byor/02-protocol/cli';
import {
  type Client,
  Engine,
  latin1Slice,
  layers,
  MemoryFileSystem,
  pageHost,
} from '@byor/06-aof/core';
import { ask } from '../shared/ask.ts';

const DIRECTORY = 'appendonlydir';
const START_MS = 1_700_000_000_000;
/** A look at the clock costs so much here: a rewrite's share of a turn is then a few keys, and can be watched. */
const CLOCK_READ_US = 400;

export type Policy = 'always' | 'everysec' | 'no';

export interface DiskFile {
  readonly name: string;
  /** One character a byte. */
  readonly text: string;
  /** So many of its bytes survive a power cut. */
  readonly durableBytes: number;
  /** What the manifest says of it. */
  readonly role: 'manifest' | 'base' | 'increment' | 'history' | 'not named';
}

/** By the manifest's letter. History is named for nothing but to be removed. */
const ROLES: Readonly<Record<string, DiskFile['role']>> = {
  b: 'base',
  i: 'increment',
  h: 'history',
};
/** A request that came too late to be answered: only its record was on its way. */
const UNANSWERED = '*3\r\n$3\r\nSET\r\n$10\r\nunanswered\r\n$1\r\n1\r\n';

export class LogWorld {
  nowMs = START_MS;
  /** What the server's log said, the newest last. */
  readonly notes: string[] = [];
  /** What is asked for at a start. */
  #policy: Policy = 'everysec';
  #disk = new MemoryFileSystem();
  #engine: Engine | undefined;
  #client: Client | undefined;
  #monotonicUs = 0;
  /** When the power went: what the last increment had that was not synced. */
  #onItsWay = '';

  constructor() {
    this.start();
  }

  get isOn(): boolean {
    return this.#engine !== undefined;
  }

  /** The power is there: the log is loaded. */
  start(): void {
    const host = pageHost({
      now: () => this.nowMs,
      monotonicUs: () => (this.#monotonicUs += CLOCK_READ_US),
      seed: [1, 2],
      shutdown: () => {
        this.#engine?.stop();
        this.#end();
      },
    });
    const tell = (text: string) => this.notes.push(text);
    const engine = new Engine(host).use(
      ...layers({ disk: this.#disk, report: { note: tell, warn: tell } }),
    );
    engine.config.start('appendonly', 'yes');
    engine.config.start('appendfsync', this.#policy);
    engine.start();
    this.#engine = engine;
    this.#onItsWay = '';
    this.#client = engine.connect();
  }

  /** A line as a client types it, and a turn. @returns the reply, as the terminal client prints it; empty for a line that is none */
  async ask(line: string): Promise<string> {
    const args = splitLine(toByteString(line));
    const repeated = args === undefined ? undefined : parseRepeat(args);
    if (this.#client === undefined || repeated === undefined || repeated.args.length === 0)
      return '';
    let reply = '';
    for (let count = 0; count < Math.min(repeated.times, 100); count++)
      reply = ask(this.#client, ...repeated.args);
    if (this.#client?.closing) this.#client = this.#engine?.connect(); // QUIT
    await this.turn();
    return reply;
  }

  /** Of the engine while there is one: CONFIG SET changes it too. */
  get policy(): Policy {
    return (this.#engine?.config.text('appendfsync') as Policy | undefined) ?? this.#policy;
  }

  setPolicy(policy: Policy): void {
    this.#policy = policy;
    if (this.#client !== undefined) ask(this.#client, 'CONFIG', 'SET', 'appendfsync', policy);
  }

  /** One turn's maintain and persist. What the disk does beside the loop is done when this settles. */
  async turn(): Promise<void> {
    this.#engine?.maintain();
    this.#engine?.persist();
    await new Promise((settled) => setTimeout(settled));
  }

  async pass(ms: number): Promise<void> {
    this.nowMs += ms;
    await this.turn();
  }

  /** The power goes. What is left is what was synced, and nothing more. */
  pullThePlug(): void {
    const last = this.#increments.at(-1);
    this.#onItsWay = last?.text.slice(last.durableBytes) ?? '';
    this.#end();
    this.#disk = this.#disk.afterCrash('least');
    if (this.#increments.at(-1)?.name !== last?.name) this.#onItsWay = '';
  }

  /**
   * While the power is off: what was on its way to the disk got there but for half of its last record. What was synced
   * stays whole: without anything on its way it is the record of a request that nobody has answered.
   * @returns whether it was answered
   */
  tear(): boolean {
    const name = this.#increments.at(-1)?.name;
    const text = this.#onItsWay || UNANSWERED;
    const at = text.lastIndexOf('*');
    const file = this.#disk.openToAppend(`${DIRECTORY}/${name}`);
    const half = text.slice(0, at + Math.floor((text.length - at) / 2));
    file.write(Uint8Array.from(half, (byte) => byte.charCodeAt(0)));
    file.sync();
    return text === this.#onItsWay;
  }

  #end(): void {
    this.#policy = this.policy;
    this.#engine = undefined;
    this.#client = undefined;
  }

  get #increments(): DiskFile[] {
    return this.files.filter(({ role }) => role === 'increment');
  }

  get isRewriting(): boolean {
    return this.#info('aof_rewrite_in_progress') === '1';
  }

  /** Keys and values, in no order; empty while the power is off. */
  get memory(): [key: string, value: string][] {
    const keys: string[] = [];
    this.#engine?.database(0).forEach((key) => {
      keys.push(key);
    });
    return keys.map((key) => [key, this.#valueOf(key)]);
  }

  get files(): DiskFile[] {
    const left = this.#disk.afterCrash('least');
    const names = this.#disk.list(DIRECTORY);
    const manifest = names.find((name) => name.endsWith('.manifest'));
    const named = manifest === undefined ? '' : this.#textOf(this.#disk, manifest);
    const roleOf = (name: string): DiskFile['role'] => {
      if (name === manifest) return 'manifest';
      const line = named.split('\n').find((each) => each.startsWith(`file ${name} `));
      return ROLES[line?.at(-1) ?? ''] ?? 'not named';
    };
    return names
      .map((name) => ({
        name,
        text: this.#textOf(this.#disk, name),
        durableBytes: left.size(`${DIRECTORY}/${name}`) ?? 0,
        role: roleOf(name),
      }))
      .sort((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role) || (a.name < b.name ? -1 : 1));
  }

  #textOf(disk: MemoryFileSystem, name: string): string {
    const bytes = disk.content(`${DIRECTORY}/${name}`);
    return latin1Slice(bytes, 0, bytes.length);
  }

  #valueOf(key: string): string {
    const client = this.#client;
    return client === undefined ? '' : ask(client, 'GET', key).replace(/^"|"$/g, '');
  }

  #info(field: string): string | undefined {
    const client = this.#client;
    if (client === undefined) return undefined;
    return new RegExp(`${field}:(\\d+)`).exec(ask(client, 'INFO', 'persistence'))?.[1];
  }
}

const ORDER: readonly DiskFile['role'][] = [
  'manifest',
  'base',
  'increment',
  'history',
  'not named',
];
