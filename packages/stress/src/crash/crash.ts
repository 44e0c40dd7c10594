// The crash test: random load from many clients, kill -9 at a random moment, a restart on the same directory, and the
// question whether what is there is what was promised. The promises: no state but one that a prefix of the log explains;
// with appendfsync always every acknowledged write; with everysec all but those of the last two seconds.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomFrom } from '@byor/spec/harness';
import { BrokenPromise } from '../program.ts';
import { Caches } from './evict/caches.ts';
import type { Loss } from './history.ts';
import { pause, waitUntilLoaded, withClient } from './inspect.ts';
import { cutPower } from './power-cut.ts';
import { Rewriter } from './rewriter.ts';
import type { CrashOptions, Round } from './round.ts';
import { type Policy, Victim } from './subject.ts';
import type { Trial } from './trial.ts';
import { Writers } from './writers.ts';

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
/** For an eviction that does not come. */
const LONGEST_HAPPENING_MS = 10_000;
/** For an acknowledgement that does not come. */
const LONGEST_WAIT_MS = 1000;

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
  readonly #trial: Trial;
  #acknowledged: (() => void) | undefined;

  constructor(options: CrashOptions, directory: string) {
    const { subject, policy, clients, fillerKeys, seed, evict = false } = options;
    this.#options = options;
    this.#directory = directory;
    this.#victim = new Victim(subject, directory, policy);
    this.#random = randomFrom(seed);
    const acknowledged = () => this.#acknowledged?.();
    const trial = { clients, fillerKeys, random: this.#random, acknowledged };
    this.#trial = evict ? new Caches(trial, directory) : new Writers(trial);
  }

  async run(): Promise<Round[]> {
    await this.#victim.start();
    await withClient(this.#victim.server, (client) => this.#trial.prepare(client));
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

  async #round(number: number): Promise<Round> {
    const trial = this.#trial;
    await trial.begin(this.#victim.server);
    const startMs = performance.now();
    const rewriter = this.#random() < 0.6 ? this.#rewriter() : undefined;
    await Promise.all([pause(this.#loadMs()), this.#happened()]);
    if (this.#random() < 0.7)
      await Promise.race([this.#nextAcknowledgement(), pause(LONGEST_WAIT_MS)]);
    const loadMs = performance.now() - startMs;
    const lastWords = this.#victim.server.alive() ? undefined : this.#victim.server.lastWords();
    await this.#end();
    const killedMs = performance.now();
    await Promise.all([trial.ended(), rewriter?.stop()]);
    if (lastWords !== undefined)
      throw new BrokenPromise(`the server ended by itself:\n${lastWords}`);
    const { killedTwice, lostBytes } = await this.#restart();
    return {
      number,
      loadMs,
      sent: trial.sent,
      acknowledged: trial.acknowledged,
      evicted: trial.evicted,
      rewrites: rewriter?.begun ?? 0,
      killedTwice,
      lostBytes,
      loss: await this.#judge(killedMs),
    };
  }

  /** A server that never does what the round is about is killed all the same. */
  #happened(): Promise<void> {
    return Promise.race([this.#trial.happened(), pause(LONGEST_HAPPENING_MS)]);
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

  #rewriter(): Rewriter {
    return new Rewriter(this.#victim, this.#random, () => this.#trial.beforeFilesGo());
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

  async #judge(killedMs: number): Promise<Loss> {
    const loss = await withClient(this.#victim.server, async (client) => {
      await waitUntilLoaded(client);
      return this.#trial.judge(client, killedMs);
    });
    return this.#checkLoss(loss);
  }

  #checkLoss(loss: Loss): Loss {
    const { policy, terminate } = this.#options;
    const longestMs = terminate ? 0 : LONGEST_LOSS_MS[policy];
    if (loss.count === 0 || loss.oldestMs <= longestMs) return loss;
    const when = `the first of them ${loss.oldestMs.toFixed(0)} ms before the kill`;
    throw new BrokenPromise(`${loss.count} acknowledged writes are lost, ${when}`);
  }
}
