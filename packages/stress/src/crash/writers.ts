// Many clients with keys of their own, whose every state must be one that a prefix of what they sent leads to.

import type { RunningServer, WireClient } from '@byor/spec/harness';
import { BrokenPromise } from '../program.ts';
import { findPrefix, isOnePrefix, type Loss, lossOf, type Part, Unexplained } from './history.ts';
import { countDamagedFiller, fill, knowsSortedSets, lookAt, rewriteToTheEnd } from './inspect.ts';
import { keysOf, Load } from './operations.ts';
import type { State } from './state.ts';
import type { Trial, TrialOptions } from './trial.ts';
import { Writer } from './writer.ts';

const DATABASES = 4;

export class Writers implements Trial {
  readonly evicted = 0;
  readonly #options: TrialOptions;
  readonly #states: State[];
  readonly #ticks = { now: 0 };
  #loads: Load[] = [];
  #keys: string[][] = [];
  #writers: Writer[] = [];

  constructor(options: TrialOptions) {
    this.#options = options;
    this.#states = Array.from({ length: options.clients }, () => new Map());
  }

  get sent(): number {
    return this.#writers.reduce((sum, { history }) => sum + history.length, 0);
  }

  get acknowledged(): number {
    return this.#writers.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  }

  async prepare(client: WireClient): Promise<void> {
    const { clients, fillerKeys, random } = this.#options;
    const sets = await knowsSortedSets(client);
    const indexes = Array.from({ length: clients }, (_, index) => index);
    this.#loads = indexes.map((index) => new Load(index, random, sets));
    this.#keys = indexes.map((index) => keysOf(index, sets));
    await fill(client, fillerKeys);
    await rewriteToTheEnd(client);
  }

  async begin({ host, port }: RunningServer): Promise<void> {
    const { random, acknowledged } = this.#options;
    const shared = { host, port, ticks: this.#ticks, random, acknowledged };
    this.#writers = this.#loads.map((load, index) => {
      const next = () => load.next();
      return new Writer({ ...shared, dbIndex: index % DATABASES, next });
    });
  }

  async happened(): Promise<void> {} // any moment will do

  async ended(): Promise<void> {
    await Promise.all(this.#writers.map((writer) => writer.ended()));
  }

  beforeFilesGo(): void {} // what they sent is known without the log

  async judge(client: WireClient, killedMs: number): Promise<Loss> {
    const damaged = await countDamagedFiller(client, this.#options.fillerKeys);
    if (damaged > 0) throw new BrokenPromise(`${damaged} old keys are gone or changed`);
    const parts: Part[] = [];
    for (const [index, { history, refusal }] of this.#writers.entries()) {
      if (refusal !== undefined) throw new BrokenPromise(`client ${index} was answered ${refusal}`);
      const found = await lookAt(client, index % DATABASES, this.#keys[index] as string[]);
      parts.push({ history, prefix: this.#prefixOf(index, history, found) });
      this.#states[index] = found.state;
    }
    if (!isOnePrefix(parts)) {
      throw new BrokenPromise(
        'a write is there that was sent after another client had the acknowledgement of one that is lost',
      );
    }
    return lossOf(parts, killedMs);
  }

  #prefixOf(index: number, history: Part['history'], found: Awaited<ReturnType<typeof lookAt>>) {
    try {
      return findPrefix(this.#states[index] as State, history, found);
    } catch (error) {
      if (!(error instanceof Unexplained)) throw error;
      throw new BrokenPromise(`client ${index}: ${error.message}`);
    }
  }
}
