// The memory command: its flags, a line a weighing, and the farthest of them.

import type { Output } from '@byor/spec/harness';
import { InvalidArgumentError } from 'commander';
import { newestStage } from '../newest.ts';
import { exitCodeOf, program } from '../program.ts';
import { keepResult } from '../results.ts';
import { tell, type Weighing, weighAll } from './memory.ts';
import { SHAPES } from './shapes.ts';

/** What is counted may differ from what is held by a tenth. */
const BOUND = 0.1;

interface Flags {
  readonly sizes: readonly number[];
  readonly only?: string;
  readonly record?: boolean;
}

export function main(argv: readonly string[], out: Output): Promise<number> {
  return exitCodeOf('memory', out, () => run(readFlags(argv, out), out));
}

function readFlags(argv: readonly string[], out: Output): Flags {
  return program(
    'memory',
    'Fills a server with each kind of data, and with clients, and compares what it counts (used_memory, which maxmemory goes by) ' +
      'with what its process holds after a full collection; then once more while keys are evicted.',
    out,
  )
    .option('--sizes <mib>', 'how full, in MiB, with commas between', toSizes, [16, 64, 256, 512])
    .option('--only <words>', 'kinds of data whose name holds these words')
    .option('--record', 'keep the figures for docs/promises.md')
    .parse(argv, { from: 'user' })
    .opts<Flags>();
}

function toSizes(text: string): number[] {
  const sizes = text.split(',').map(Number);
  if (sizes.every((size) => size > 0)) return sizes.sort((a, b) => a - b);
  throw new InvalidArgumentError('sizes are wanted: 16,64.');
}

async function run({ sizes, only = '', record }: Flags, out: Output): Promise<void> {
  const shapes = SHAPES.filter(({ name }) => name.includes(only));
  if (shapes.length === 0) throw new Error(`nothing is called ${only}`);
  out.write(`${out.colors.bold(newestStage().name)}${'counted'.padStart(29)}    held MiB\n`);
  const told = (weighing: Weighing) => out.write(`${tell(weighing)}\n`);
  const weighings = await weighAll({ shapes, sizesMib: sizes, bound: BOUND, told });
  const errors = weighings.map(({ error }) => error * 100);
  const least = Number(Math.min(...errors).toFixed(1));
  const most = Number(Math.max(...errors).toFixed(1));
  const text = `${weighings.length} times weighed: from ${least} to ${most} % of what is held`;
  out.write(`${out.colors.green('✓')} ${text}\n`);
  const figures = { shapes: shapes.length, weighings: weighings.length, least, most };
  const range = { leastMib: Math.min(...sizes), mostMib: Math.max(...sizes) };
  const command = `npm run memory -- --sizes ${sizes.join(',')}`;
  if (record) keepResult('memory', command, { ...figures, ...range });
}
