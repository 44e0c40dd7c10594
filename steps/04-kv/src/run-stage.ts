// A stage as a program: its flags, its engine, its server. Each later stage runs by this too, on layers of its own.

import { setFlagsFromString } from 'node:v8';
import { runMain, Server, serverCommand } from '@byor/03-event-loop';
import { Engine, type Layer } from './engine/engine.ts';
import { readFlags } from './flags.ts';
import { NodeHost } from './node-host.ts';
import { serve } from './serve.ts';

export interface Stage {
  /** As the ready line and --help show it: `04-kv`. */
  readonly name: string;
  /** One sentence for --help. */
  readonly description: string;
  readonly layers: readonly Layer[];
}

/**
 * A command goes through dozens of small functions, and V8 makes one of them only as far as a budget reaches: 920 bytes of
 * bytecode. With four times as much a SET of one key costs a fifth less (steps/07-sorted-set/bench/commands.ts).
 */
const INLINING = '--max-inlined-bytecode-size-cumulative=4000';

/** Runs a stage until SHUTDOWN, SIGINT or SIGTERM. */
export function runStage({ name, description, layers }: Stage): Promise<void> {
  setFlagsFromString(INLINING);
  return runMain(async () => {
    const host = new NodeHost();
    const engine = new Engine(host).use(...layers);
    const server = new Server(name, readFlags(engine, serverCommand(name, description)));
    host.attach(server);
    await serve(engine, server);
  });
}
