// The load itself: one thread, one poll(2). Closed: each client sends its next batch when the last one is answered. Paced:
// commands are due at fixed moments, whoever is slow, and a command's latency counts from the moment it was due, not from when
// it could be sent: else a server that stalls would be asked less and look better.

import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { POLLIN, POLLOUT, PollFds, poll } from '@byor/libc';
import { RANDOM } from '../../workloads.ts';
import type { Address, Outcome } from '../redis-benchmark.ts';
import { Disturbances } from './disturbances.ts';
import { Lane } from './lane.ts';
import { Processors } from './processors.ts';
import { type Kind, Requests } from './requests.ts';

export interface Job {
  readonly address: Address;
  /** The server's process: its waits for a processor, and ours, are told apart. */
  readonly pid?: number;
  readonly kinds: readonly Kind[];
  readonly clients: number;
  /** Commands in flight for each client, where it is not paced. */
  readonly pipeline: number;
  readonly commands: number;
  readonly keys: number;
  /** Each key in its turn instead of any. */
  readonly inOrder?: boolean;
  /** Paced: so many commands a second, over all clients. */
  readonly perSecond?: number;
  /** Beside it one client more asks PING every so often, one at a time. */
  readonly probeEveryMs?: number;
  readonly seed: number;
}

/** Paced, all but the maximum is of the commands that no wait for a processor has delayed; else of all. */
export interface Report extends Outcome {
  readonly p999Ms: number;
  /** Paced: the share of those. */
  readonly undisturbed?: number;
  /** How long the server itself took over its slowest answer to a probe. */
  readonly pauseMs?: number;
}

const NS_PER_MS = 1e6;
const PROBE: readonly Kind[] = [{ share: 1, words: ['PING'] }];

/** What a load asks of `Processors`. */
export type Waits = Pick<Processors, 'heldUp' | 'begin' | 'ownMs' | 'close'>;

/** Runs to its end, blocking the thread. Throws on the server's first error. */
export function runLoad(
  job: Job,
  waits: Waits | undefined = job.pid === undefined ? undefined : new Processors(job.pid),
): Report {
  const load = new Load(job, waits);
  try {
    return load.run();
  } finally {
    load.close();
  }
}

class Load {
  readonly #job: Job;
  readonly #lanes: readonly Lane[];
  readonly #probe: Lane | undefined;
  readonly #entries: PollFds;
  readonly #latencies = createHistogram({ lowest: 1, highest: 1e12, figures: 3 });
  readonly #undisturbed = createHistogram({ lowest: 1, highest: 1e12, figures: 3 });
  readonly #probes = createHistogram({ lowest: 1, highest: 1e12, figures: 3 });
  readonly #processors: Waits | undefined;
  readonly #startMs = performance.now();
  #nowMs = this.#startMs;
  readonly #disturbances = new Disturbances(this.#startMs);
  #sent = 0;
  #answered = 0;
  #turn = 0;
  #probeDueMs = this.#startMs;

  constructor(job: Job, waits: Waits | undefined) {
    this.#job = job;
    this.#processors = waits;
    const random = xorshift(job.seed);
    const next = job.inOrder ? inOrder(job) : () => random() % job.keys;
    const requests = new Requests(job.kinds, next, () => random() / 2 ** 32);
    this.#lanes = Array.from({ length: job.clients }, () => new Lane(job.address, requests));
    if (job.probeEveryMs !== undefined)
      this.#probe = new Lane(job.address, new Requests(PROBE, next, random));
    this.#entries = new PollFds(job.clients + 1);
  }

  run(): Report {
    const { commands, perSecond } = this.#job;
    const isPaced = perSecond !== undefined;
    this.#nowMs = performance.now();
    if (!isPaced) for (const lane of this.#lanes) this.#sendBatch(lane);
    while (this.#answered < commands) {
      this.#sendWhatIsDue();
      const ready = this.#wait();
      this.#nowMs = performance.now();
      if (ready > 0 && isPaced && this.#processors?.heldUp())
        this.#disturbances.heldUp(this.#nowMs);
      this.#lanes.forEach((lane, at) => {
        this.#serve(lane, at);
      });
      if (this.#probe) this.#serveProbe(this.#probe);
      if (this.#disturbances.lasts) this.#disturbances.look(this.#nowMs, this.#oldestDueMs());
    }
    return this.#report();
  }

  close(): void {
    for (const lane of this.#lanes) lane.close();
    this.#probe?.close();
    this.#processors?.close();
  }

  #sendBatch(lane: Lane): void {
    const batch = Math.min(this.#job.pipeline, this.#job.commands - this.#sent);
    if (batch === 0) return;
    this.#sent += batch;
    lane.send(batch, this.#nowMs);
  }

  #sendWhatIsDue(): void {
    const { perSecond, probeEveryMs = 0, commands } = this.#job;
    if (perSecond !== undefined) {
      let dueMs = this.#dueMs();
      while (dueMs <= this.#nowMs && this.#sent < commands) {
        this.#sent++;
        this.#lanes[this.#turn]?.send(1, dueMs);
        this.#turn = (this.#turn + 1) % this.#lanes.length;
        dueMs = this.#dueMs();
      }
    }
    if (this.#probe?.waiting !== 0 || this.#probeDueMs > this.#nowMs) return;
    this.#processors?.begin();
    this.#probe.send(1, this.#nowMs);
    this.#probeDueMs = this.#nowMs + probeEveryMs;
  }

  #dueMs(): number {
    return this.#startMs + (this.#sent * 1000) / (this.#job.perSecond ?? 1);
  }

  /** A paced load looks again and again: a wait in the kernel would be longer than the gap between two commands. */
  #wait(): number {
    const entries = this.#entries;
    this.#lanes.forEach((lane, at) => {
      entries.set(at, lane.fd, lane.blocked ? POLLIN | POLLOUT : POLLIN);
    });
    if (this.#probe) entries.set(this.#lanes.length, this.#probe.fd, POLLIN);
    const count = this.#lanes.length + (this.#probe ? 1 : 0);
    return poll(entries, count, this.#job.perSecond === undefined ? 1 : 0);
  }

  #serve(lane: Lane, at: number): void {
    const ready = this.#entries.revents(at);
    if (ready === 0) return;
    if (ready & POLLOUT) lane.flush();
    if ((ready & ~POLLOUT) === 0) return;
    this.#answered += lane.receive(this.#record);
    if (lane.error !== undefined) throw new Error(`the server replied: ${lane.error}`);
    if (lane.waiting === 0 && this.#job.perSecond === undefined) this.#sendBatch(lane);
  }

  #oldestDueMs(): number {
    let oldestMs = Number.POSITIVE_INFINITY;
    for (const lane of this.#lanes) oldestMs = Math.min(oldestMs, lane.oldestDueMs);
    return oldestMs;
  }

  #serveProbe(probe: Lane): void {
    if (this.#entries.revents(this.#lanes.length) === 0) return;
    probe.receive((sentMs) => {
      const tookMs = this.#nowMs - sentMs;
      record(this.#probes, this.#processors?.ownMs(tookMs) ?? tookMs);
    });
  }

  readonly #record = (dueMs: number): void => {
    record(this.#latencies, this.#nowMs - dueMs);
    if (!this.#disturbances.delayed(dueMs)) record(this.#undisturbed, this.#nowMs - dueMs);
  };

  #report(): Report {
    const tookMs = performance.now() - this.#startMs;
    return {
      perSecond: (this.#answered * 1000) / tookMs,
      ...percentiles(this.#latencies),
      ...this.#ofUndisturbed(),
      ...(this.#probe && { pauseMs: this.#probes.max / NS_PER_MS }),
    };
  }

  #ofUndisturbed(): Partial<Report> {
    if (this.#job.perSecond === undefined) return {};
    const undisturbed = this.#undisturbed.count / this.#answered;
    if (undisturbed === 0) return { undisturbed };
    return {
      ...percentiles(this.#undisturbed),
      maxMs: percentiles(this.#latencies).maxMs,
      undisturbed,
    };
  }
}

function record(histogram: RecordableHistogram, ms: number): void {
  histogram.record(Math.max(1, Math.round(ms * NS_PER_MS)));
}

function percentiles(histogram: RecordableHistogram): Omit<Report, 'perSecond'> {
  const at = (percent: number) => histogram.percentile(percent) / NS_PER_MS;
  return {
    p50Ms: at(50),
    p99Ms: at(99),
    p999Ms: at(99.9),
    maxMs: histogram.max / NS_PER_MS,
  };
}

/** The same number for every hole of a command, and one more for the next command. */
function inOrder({ kinds, keys }: Job): () => number {
  const holes = kinds[0]?.words.join(' ').split(RANDOM).length ?? 1;
  let asked = 0;
  return () => Math.floor(asked++ / Math.max(1, holes - 1)) % keys;
}

/** Marsaglia's xorshift, 32 bits: fast, and the same for the same seed. */
function xorshift(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
