// What a crash test is told, and what it tells of each round.

import type { Loss } from './history.ts';
import type { Policy, Subject } from './subject.ts';

export interface CrashOptions {
  readonly subject: Subject;
  readonly rounds: number;
  readonly policy: Policy;
  readonly clients: number;
  /** Keys that lie there, so that a rewrite takes a while. */
  readonly fillerKeys: number;
  readonly seed: number;
  /** What was not forced to the disk is lost too. Only for subjects that are watched. */
  readonly powerCut: boolean;
  /** Less memory than is written: keys are evicted all the while. Not with `powerCut`. */
  readonly evict?: boolean;
  /** SIGTERM in the place of kill -9: then nothing may be lost, whatever the policy. */
  readonly terminate?: boolean;
  /** The directory stays when a promise is broken. */
  readonly keep?: boolean;
  readonly told?: (round: Round) => void;
}

export interface Round {
  readonly number: number;
  /** From the first write to the kill. */
  readonly loadMs: number;
  readonly sent: number;
  readonly acknowledged: number;
  /** BGREWRITEAOFs that were begun. */
  readonly rewrites: number;
  /** It was killed a second time, on its way up. */
  readonly killedTwice: boolean;
  readonly lostBytes: number;
  /** Keys whose eviction the log tells of. */
  readonly evicted: number;
  readonly loss: Loss;
}
