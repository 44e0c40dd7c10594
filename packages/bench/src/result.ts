// A run's result as it is kept: figures, and on what and of what they were taken.

import type { Figure } from './figures.ts';
import type { Machine, Revision } from './machine.ts';

export interface Result {
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly quick: boolean;
  readonly machine: Machine;
  readonly revision: Revision;
  readonly figures: readonly Figure[];
}
