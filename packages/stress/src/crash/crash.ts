// The crash test: random load from many clients, kill -9 at a random moment, a restart on the same directory, and the
// question whether what is there is what was promised. The promises: no state but one that a prefix of the log explains;
// with appendfsync always every acknowledged write; with everysec all but those of the last two seconds.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomFrom } from '@byor/spec/harness';
import { BrokenPromise } from '../program.ts';
import { findPrefix, isOnePrefix, type Loss, lossOf, type Part, Unexplained } from './history.ts';
import {
  countDamagedFiller,
  fill,
  knowsSortedSets,
  lookAt,
  pause,
  rewriteToTheEnd,
  waitUntilLoaded,
  withClient,
} from './inspect.ts';
import { keysOf, Load } from './operations.ts';
import { cutPower } from './power-cut.ts';
import { Rewriter } from './rewriter.ts';
import type { CrashOptions, Round } from './round.ts';
import type { State } from './state.ts';
import { type Policy, Victim } from './subject.ts';
import { Writer } from './writer.ts';

/** How old an acknowledged write may be that is lost. */
const LONGEST_LOSS_MS: Record<Policy, number> = {
  always: 0,
  everysec: 2000,
  no: Number.POSITIVE_INFINITY,
};

/** The load lasts so long; with everysec long enough that there is something that must not be lost. */
const LONGEST_LOAD_MS: Record<Policy, number> = { always: 1200, everysec: 4000, no: 1200 };
const SHORTEST_LOAD_MS = 150;
const LONGEST_START_MS = 1500;
/** For an acknowledgement that does not come. */
const LONGEST_WAIT_MS = 1000;
const DATABASES = 4;

/** @throws BrokenPromise with the seed and what was seen */
export async function crash(options: CrashOptions): Promise<readonly Round[]> {
  const directory = mkdtempSync(path.join(tmpdir(), 'crash-'));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  process.once('exit', remove);
  const test = new CrashTest(options, directory);
  try {
    const rounds = await test.run();
    remove();
    return rounds;
  } catch (error) {
    if (!options.keep) remove();
    else (error as Error).message += `\nThe directory stays: ${directory}`;
    throw error;
  } finally {
    await test.stop();
    process.off('exit', remove);
  }
}

class CrashTest {
  readonly #options: CrashOptions;
  readonly #directory: string;
  readonly #victim: Victim;
  readonly #random: () => number;
  readonly #states: State[];
  readonly #ticks = { now: 0 };
  #acknowledged: (() => void) | undefined;
  #loads: Load[] = [];
  #keys: string[][] = [];

  constructor(options: CrashOptions, directory: string) {
    const { subject, policy, clients, seed } = options;
    this.#options = options;
    this.#directory = directory;
    this.#victim = new Victim(subject, directory, policy);
    this.#random = randomFrom(seed);
    this.#states = Array.from({ length: clients }, () => new Map());
  }

  async run(): Promise<Round[]> {
    await this.#victim.start();
    await this.#prepare();
    const rounds: Round[] = [];
    for (let number = 1; number <= this.#options.rounds; number++) {
      const round = await this.#round(number).catch((error: Error) => this.#broken(number, error));
      rounds.push(round);
      this.#options.told?.(round);
    }
    return rounds;
  }

  async stop(): Promise<void> {
    await this.#victim.stop();
  }

  #broken(number: number, error: Error): never {
    if (!(error instanceof BrokenPromise)) throw error;
    const { rounds, policy, seed } = this.#options;
    const where = `round ${number} of ${rounds}, appendfsync ${policy}, seed ${seed}`;
    throw new BrokenPromise(`${where}: ${error.message}`);
  }

  async #prepare(): Promise<void> {
    const { clients, fillerKeys } = this.#options;
    await withClient(this.#victim.server, async (client) => {
      const sets = await knowsSortedSets(client);
      const indexes = Array.from({ length: clients }, (_, index) => index);
      this.#loads = indexes.map((index) => new Load(index, this.#random, sets));
      this.#keys = indexes.map((index) => keysOf(index, sets));
      await fill(client, fillerKeys);
      await rewriteToTheEnd(client);
    });
  }

  async #round(number: number): Promise<Round> {
    const startMs = performance.now();
    const writers = this.#loads.map((load, index) => this.#writer(load, index));
    const rewriter = this.#random() < 0.6 ? new Rewriter(this.#victim, this.#random) : undefined;
    await pause(this.#loadMs());
    if (this.#random() < 0.7)
      await Promise.race([this.#nextAcknowledgement(), pause(LONGEST_WAIT_MS)]);
    const loadMs = performance.now() - startMs;
    const lastWords = this.#victim.server.alive() ? undefined : this.#victim.server.lastWords();
    await this.#end();
    const killedMs = performance.now();
    await Promise.all([...writers.map((writer) => writer.ended()), rewriter?.stop()]);
    if (lastWords !== undefined)
      throw new BrokenPromise(`the server ended by itself:\n${lastWords}`);
    const { killedTwice, lostBytes } = await this.#restart();
    return {
      number,
      loadMs,
      sent: sum(writers, ({ history }) => history.length),
      acknowledged: sum(writers, ({ acknowledged }) => acknowledged),
      rewrites: rewriter?.begun ?? 0,
      killedTwice,
      lostBytes,
      loss: await this.#judge(writers, killedMs),
    };
  }

  /** kill -9, or SIGTERM, of which the server is to make a clean end. */
  async #end(): Promise<void> {
    if (!this.#options.terminate) return this.#victim.kill();
    const exitCode = await this.#victim.stop();
    if (exitCode !== 0) throw new BrokenPromise(`SIGTERM ended it with exit code ${exitCode}`);
  }

  #loadMs(): number {
    const longest = LONGEST_LOAD_MS[this.#options.policy];
    return SHORTEST_LOAD_MS + this.#random() * (longest - SHORTEST_LOAD_MS);
  }

  #writer(load: Load, index: number): Writer {
    const { host, port } = this.#victim.server;
    const dbIndex = index % DATABASES;
    const next = () => load.next();
    const acknowledged = () => this.#acknowledged?.();
    const shared = { ticks: this.#ticks, random: this.#random, acknowledged };
    return new Writer({ host, port, dbIndex, next, ...shared });
  }

  /** The moment after an acknowledgement is the one in which a promise that was made too early shows. */
  #nextAcknowledgement(): Promise<void> {
    return new Promise((resolve) => {
      this.#acknowledged = resolve;
    });
  }

  /** Now and then it is killed once more on its way up: in the middle of the replay, or of the first steps after it. */
  async #restart(): Promise<{ killedTwice: boolean; lostBytes: number }> {
    const killedTwice = this.#random() < 0.25;
    let lostBytes = this.#cutPower();
    if (killedTwice) {
      await this.#victim.startInVain(this.#random() * LONGEST_START_MS);
      lostBytes += this.#cutPower();
    }
    await this.#victim.start().catch((error: Error) => {
      throw new BrokenPromise(error.message);
    });
    return { killedTwice, lostBytes };
  }

  #cutPower(): number {
    return this.#options.powerCut ? cutPower(this.#directory, this.#random) : 0;
  }

  async #judge(writers: readonly Writer[], killedMs: number): Promise<Loss> {
    const parts = await withClient(this.#victim.server, async (client) => {
      await waitUntilLoaded(client);
      const damaged = await countDamagedFiller(client, this.#options.fillerKeys);
      if (damaged > 0) throw new BrokenPromise(`${damaged} old keys are gone or changed`);
      const parts: Part[] = [];
      for (const [index, { history, refusal }] of writers.entries()) {
        if (refusal !== undefined)
          throw new BrokenPromise(`client ${index} was answered ${refusal}`);
        const found = await lookAt(client, index % DATABASES, this.#keys[index] as string[]);
        parts.push({ history, prefix: this.#prefixOf(index, history, found) });
        this.#states[index] = found.state;
      }
      return parts;
    });
    if (!isOnePrefix(parts)) {
      throw new BrokenPromise(
        'a write is there that was sent after another client had the acknowledgement of one that is lost',
      );
    }
    return this.#checkLoss(lossOf(parts, killedMs));
  }

  #prefixOf(index: number, history: Part['history'], found: Awaited<ReturnType<typeof lookAt>>) {
    try {
      return findPrefix(this.#states[index] as State, history, found);
    } catch (error) {
      if (!(error instanceof Unexplained)) throw error;
      throw new BrokenPromise(`client ${index}: ${error.message}`);
    }
  }

  #checkLoss(loss: Loss): Loss {
    const { policy, terminate } = this.#options;
    const longestMs = terminate ? 0 : LONGEST_LOSS_MS[policy];
    if (loss.count === 0 || loss.oldestMs <= longestMs) return loss;
    const when = `the first of them ${loss.oldestMs.toFixed(0)} ms before the kill`;
    throw new BrokenPromise(`${loss.count} acknowledged writes are lost, ${when}`);
  }
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
