// A subcommand of DEBUG. Any layer adds its own to `engine.debug`, by upper-case name.

import type { Call } from './call.ts';

export interface DebugAction {
  /** Arguments after the action's name. */
  readonly least: number;
  readonly most: number;
  /** What DEBUG HELP shows: the notation, then what it does. */
  readonly help: readonly string[];
  readonly run: (call: Call) => void;
}
