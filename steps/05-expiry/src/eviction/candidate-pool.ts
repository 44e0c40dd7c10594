// The best victims that were seen so far. A few keys are drawn at random each time and the best of them are kept for the
// next: over many evictions that comes near to the true order without any list of all keys. Redis's pool, by Salvatore
// Sanfilippo.

export interface Candidate {
  readonly dbIndex: number;
  readonly key: string;
  /** The higher, the better to go: seconds unused, or the like. */
  readonly score: number;
}

const SIZE = 16;

export class CandidatePool {
  /** The best last. */
  readonly #candidates: Candidate[] = [];

  /** Keeps a candidate if it is among the best. */
  offer(candidate: Candidate): void {
    const { dbIndex, key, score } = candidate;
    const known = this.#candidates.findIndex((one) => one.key === key && one.dbIndex === dbIndex);
    if (known >= 0) this.#candidates.splice(known, 1);
    const better = this.#candidates.findIndex((one) => one.score > score);
    this.#candidates.splice(better < 0 ? this.#candidates.length : better, 0, candidate);
    if (this.#candidates.length > SIZE) this.#candidates.shift();
  }

  /** Takes the best one out. */
  take(): Candidate | undefined {
    return this.#candidates.pop();
  }

  clear(): void {
    this.#candidates.length = 0;
  }
}
