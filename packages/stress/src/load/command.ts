// The load command: its flags, and what came of each phase.

import type { Output } from '@byor/spec/harness';
import { newestStage, startNewest } from '../newest.ts';
import { exitCodeOf, mib, program, shown, toCount } from '../program.ts';
import { keepResult } from '../results.ts';
import { type LoadResult, load } from './load.ts';

interface Flags {
  readonly connections: number;
  readonly seconds: number;
  readonly record?: boolean;
}

export function main(argv: readonly string[], out: Output): Promise<number> {
  return exitCodeOf('load', out, () => run(readFlags(argv, out), out));
}

function readFlags(argv: readonly string[], out: Output): Flags {
  return program(
    'load',
    'Holds many connections, one in a hundred of them active; then a tenth as many that pipeline, and hostile ones: some that never ' +
      'read, some that reset in the middle of a reply, some that say nothing. Every reply is compared with what it must be.',
    out,
  )
    .option('--connections <number>', 'how many are held', toCount, 10_000)
    .option('--seconds <number>', 'how long each of two phases lasts', toCount, 20)
    .option('--record', 'keep the figures for docs/promises.md')
    .parse(argv, { from: 'user' })
    .opts<Flags>();
}

async function run({ connections, seconds, record }: Flags, out: Output): Promise<void> {
  const hundredth = Math.max(1, Math.floor(connections / 100));
  const pipelining = Math.max(1, Math.floor(connections / 10));
  const server = await startNewest({ flags: ['--maxclients', String(2 * connections)] });
  out.write(`${out.colors.bold(newestStage().name)}\n`);
  try {
    const result = await load({
      server,
      connections,
      active: hundredth,
      pipelining,
      hostile: hundredth,
      phaseMs: seconds * 1000,
      told: (line) => out.write(`  ${line}\n`),
    });
    out.write(`  ${tellMemory(result)}\n  ${tellDescriptors(result)}\n`);
    out.write(`${out.colors.green('✓')} every reply was right; ${shown(result.resets)} resets\n`);
    if (record)
      keepResult('load', 'npm run load', {
        connections,
        active: hundredth,
        pipelining,
        hostile: 3 * hundredth,
        ...figuresOf(result),
      });
  } finally {
    await server.stop();
  }
}

function tellMemory({ rssBeforeBytes, rssPeakBytes }: LoadResult): string {
  return `memory: ${mib(rssBeforeBytes)} before, ${mib(rssPeakBytes)} at most`;
}

function tellDescriptors(result: LoadResult): string {
  const { descriptorsBefore, descriptorsPeak, descriptorsAfter } = result;
  return `descriptors: ${descriptorsBefore} before, ${shown(descriptorsPeak)} with all, ${descriptorsAfter} after`;
}

function figuresOf(result: LoadResult): Record<string, number | string> {
  const { alone, beside, pipelining, ...rest } = result;
  return {
    alonePerSecond: alone.commandsPerSecond,
    besidePerSecond: beside.commandsPerSecond,
    besideP99Ms: Number(beside.p99Ms.toFixed(1)),
    pipeliningPerSecond: pipelining.commandsPerSecond,
    ...rest,
  };
}
