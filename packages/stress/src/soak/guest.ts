// A client that comes and goes, for as long as the soak lasts; its model stays.

import type { RunningServer } from '@byor/spec/harness';
import { Dice } from '../fuzz/dice.ts';
import { connect, Peer } from '../load/peer.ts';
import { Mixture } from './mixture.ts';
import type { SoakOptions } from './soak.ts';

/** A client stays for so many batches at most. */
const LONGEST_STAY = 200;

export class Guest {
  visits = 0;
  trouble: string | undefined;
  readonly number: number;
  readonly #server: RunningServer;
  readonly #mixture: Mixture;
  readonly #dice: Dice;
  readonly #longestPauseMs: number;
  readonly #longestStay: number;
  readonly #done: Promise<void>;
  #commandsBefore = 0;
  #peer: Peer | undefined;
  #over = false;

  constructor(
    server: RunningServer,
    number: number,
    { seed, longestPauseMs, longestStay = LONGEST_STAY }: SoakOptions,
  ) {
    this.#server = server;
    this.number = number;
    this.#mixture = new Mixture(number, seed);
    this.#longestPauseMs = longestPauseMs;
    this.#longestStay = longestStay;
    this.#dice = new Dice(seed + number);
    this.#done = this.#stay();
  }

  get commands(): number {
    return this.#commandsBefore + (this.#peer?.commands ?? 0);
  }

  end(): void {
    this.#over = true;
    this.#peer?.end();
  }

  /** When what it has asked for is answered. */
  async leave(): Promise<void> {
    this.#over = true;
    this.#peer?.finish();
    await this.#done;
  }

  /** Reads everything that it ever wrote and that must be there. @returns how many replies were right */
  async look(server: RunningServer): Promise<number> {
    const peer = new Peer(await connect(server), () => this.#mixture.look());
    await peer.talk(1);
    this.trouble ??= peer.trouble;
    peer.end();
    return peer.commands;
  }

  /** A visit ends between two batches, so that the model knows what was done. */
  async #stay(): Promise<void> {
    const pauseMs = () => this.#dice.below(this.#longestPauseMs + 1);
    while (!this.#over && this.trouble === undefined) {
      const socket = await connect(this.#server).catch((error: Error) => this.#fail(error));
      if (socket === undefined) return;
      const peer = new Peer(socket, () => this.#mixture.next(), pauseMs);
      this.#peer = peer;
      await peer.talk(1 + this.#dice.below(this.#longestStay));
      this.#commandsBefore += peer.commands;
      this.#peer = undefined;
      this.trouble ??= peer.trouble;
      peer.end();
      this.visits++;
    }
  }

  #fail(error: Error): undefined {
    this.trouble ??= error.message;
    return undefined;
  }
}
