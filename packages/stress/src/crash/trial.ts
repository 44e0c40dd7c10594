// What is done to a server before it is killed, and how it is judged when it is back.

import type { RunningServer, WireClient } from '@byor/spec/harness';
import type { Loss } from './history.ts';

export interface Trial {
  /** Once, on the first server. */
  prepare(client: WireClient): Promise<void>;
  /** A round's load begins, and goes on until the connections end. */
  begin(server: RunningServer): Promise<void>;
  /** Resolves when what the round is about has happened once, or cannot any more: the kill waits for it. */
  happened(): Promise<void>;
  /** Resolves when nothing more can arrive. */
  ended(): Promise<void>;
  /** Each time before log files may go: with a rewrite, or when the server starts. */
  beforeFilesGo(): void;
  /** @throws BrokenPromise when what is there cannot be. @returns which acknowledged writes are lost */
  judge(client: WireClient, killedMs: number): Promise<Loss>;
  /** Of this round: commands. */
  readonly sent: number;
  readonly acknowledged: number;
  /** Of this round: keys whose eviction the log tells of. */
  readonly evicted: number;
}

export interface TrialOptions {
  readonly clients: number;
  readonly fillerKeys: number;
  readonly random: () => number;
  /** Called at each acknowledgement. */
  readonly acknowledged: () => void;
}
