// Faults for the fuzzer to find: layers that spoil a command of a right server.

import type { Engine, Layer } from '../src/fuzz/course.ts';

/** What of the engine a fault needs besides. */
interface Spoilable extends Engine {
  readonly commands: { all(): Iterable<Spoiled> };
}

interface Spoiled {
  readonly name: string;
  run: (call: Call) => void;
}

interface Call {
  readonly args: { readonly count: number; at(index: number): { text(): string } };
  readonly reply: { integer(value: number): void };
  readonly db: { delete(key: string): boolean };
}

function spoil(name: string, wrong: (call: Call, right: () => void) => void): Layer {
  return (engine) => {
    for (const command of (engine as Spoilable).commands.all()) {
      if (command.name !== name) continue;
      const { run } = command;
      command.run = (call) => wrong(call, () => run(call));
    }
  };
}

export const planted = [
  {
    name: 'a command throws at an odd argument',
    target: 'commands',
    shown: /^> GETRANGE \S+ .*$/i,
    layer: spoil('getrange', ({ args }, right) => {
      if (args.at(2).text().startsWith('-')) throw new TypeError('negative');
      right();
    }),
  },
  {
    name: 'a command replies twice',
    target: 'commands',
    shown: /^> STRLEN \S+$/i,
    layer: spoil('strlen', ({ args, reply }, right) => {
      right();
      if (args.at(1).text() === 'c') reply.integer(1);
    }),
  },
  {
    name: 'a change that the log does not hear of',
    target: 'commands',
    shown: /> EXISTS/i,
    layer: spoil('exists', ({ args, db }, right) => {
      right();
      db.delete(args.at(1).text());
    }),
  },
  {
    name: 'a reply that differs from redis-server’s',
    target: 'differential',
    shown: /> ZRANK \S+ \S+$/i,
    layer: spoil('zrank', ({ args, reply }, right) => {
      if (args.at(2).text() === 'b') reply.integer(0);
      else right();
    }),
  },
];
