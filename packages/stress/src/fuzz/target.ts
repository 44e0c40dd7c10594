// One part of the server under attack: how a case is made, how it is judged, how it is made smaller.

import type { Dice } from './dice.ts';

/** A case is data that JSON can hold; bytes are latin1 text. */
export interface Target<Case> {
  readonly name: string;
  make(dice: Dice): Case | Promise<Case>;
  /** @returns what is wrong; undefined when all is right. A thrown error is wrong too. */
  judge(input: Case): Promise<string | undefined>;
  /** Smaller cases, the smallest first. */
  smaller(input: Case): Iterable<Case>;
  /** Commands that judging it runs, each with its reply looked at; 0 where bytes or files are judged. */
  count(input: Case): number;
  /** The case as a person would try it. */
  show(input: Case): string;
}

/** The judgement, with what was thrown as a text. Never rejects. */
export async function judged<Case>(target: Target<Case>, input: Case): Promise<string | undefined> {
  try {
    return await target.judge(input);
  } catch (error) {
    return `it threw ${(error as Error).stack ?? error}`;
  }
}
