// What a promise is made of: a sentence, the tests that try it, the long run that measures it.

import type { Figures } from './figures.ts';

/** A test by the file that holds it and the words that stand there in quotes: its name, or a wire case's id. */
export interface NamedTest {
  readonly file: string;
  readonly name: string;
  /** What the page says in the place of the name. */
  readonly shown?: string;
}

export interface Promised {
  /** For people: one sentence. */
  readonly promise: string;
  readonly tests: readonly NamedTest[];
  /** The long run that tries it (results/<run>.json), and what of its figures is told. */
  readonly measured?: {
    readonly run: string;
    readonly tell: (figures: Figures) => string;
  };
}

export interface Chapter {
  readonly title: string;
  readonly promises: readonly Promised[];
}
