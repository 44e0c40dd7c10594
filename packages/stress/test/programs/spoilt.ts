// The newest stage's server with one fault, for the tests of what must find it: SPOILT_BY names it.

import { openSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { newestStage } from '../../src/newest.ts';

interface Call {
  readonly reply: { integer(n: number): void };
}

interface Engine {
  readonly commands: { all(): Iterable<{ readonly name: string; run: (call: Call) => void }> };
  readonly hooks: Readonly<Record<'start' | 'disconnected' | 'after', (() => void)[]>>;
  readonly databases: readonly { readonly mortality: { evicted: () => void } }[];
}

const stage = await import(pathToFileURL(`${newestStage().folder}/src/index.ts`).href);
const hoard: unknown[] = [];

const faults: Readonly<Record<string, (engine: Engine) => void>> = {
  'a wrong answer': ({ commands }) => {
    let calls = 0;
    for (const command of commands.all()) {
      if (command.name !== 'incr' && command.name !== 'strlen') continue;
      const { run } = command;
      command.run = (call) => (++calls % 100 === 0 ? call.reply.integer(-7) : run(call));
    }
  },
  'descriptors that stay open': ({ hooks }) => {
    hooks.disconnected.push(() => {
      for (let n = 0; n < 4; n++) openSync(import.meta.filename, 'r'); // seen also where few come and go
    });
  },
  'memory that is never given back': ({ hooks }) => {
    hooks.after.push(() => void hoard.push(Buffer.alloc(2048, 1)));
  },
  'a change that is not logged': (engine) => unlogged(engine, 'append', 1),
  'a SET that is not logged now and then': (engine) => unlogged(engine, 'set', 20),
  'an eviction that is not logged': (engine) => {
    engine.hooks.start.push(() => {
      for (const { mortality } of engine.databases) mortality.evicted = () => {};
    });
  },
};

/** One in `inSoMany` calls of the command. */
function unlogged({ commands }: Engine, name: string, inSoMany: number): void {
  let calls = 0;
  for (const command of commands.all()) {
    if (command.name !== name) continue;
    const { run } = command;
    command.run = (call) => {
      run(call);
      if (++calls % inSoMany === 0) (call as unknown as { recordNothing(): void }).recordNothing();
    };
  }
}

await stage.runStage({
  name: 'spoilt',
  description: 'A server with a fault.',
  layers: [
    ...stage.layers({ disk: stage.nodeDisk, report: stage.stderrReport }),
    faults[process.env.SPOILT_BY ?? ''] ?? (() => {}),
  ],
});
