// The soak command: its flags, a line now and then, and how flat the figures were.

import type { Output } from '@byor/spec/harness';
import { newestStage } from '../newest.ts';
import {
  exitCodeOf,
  mib,
  program,
  randomSeed,
  shown,
  toCount,
  toMinutes,
  toSeed,
} from '../program.ts';
import { keepResult } from '../results.ts';
import { type SoakResult, type Standing, soak } from './soak.ts';

interface Flags {
  readonly minutes: number;
  readonly clients: number;
  readonly pause: number;
  readonly seed?: number;
  readonly record?: boolean;
}

const MIB = 1024 * 1024;
const TOLD_EVERY_MS = 10_000;

export function main(argv: readonly string[], out: Output): Promise<number> {
  return exitCodeOf('soak', out, () => run(readFlags(argv, out), out));
}

function readFlags(argv: readonly string[], out: Output): Flags {
  return program(
    'soak',
    'Mixed commands for a long time, with a model that knows every answer; clients come and go, keys die, the log is rewritten. ' +
      'Heap, memory and descriptors must stay flat; a restart must bring everything back.',
    out,
  )
    .option('--minutes <number>', 'how long', toMinutes, 30)
    .option('--clients <number>', 'how many at once', toCount, 50)
    .option('--pause <ms>', 'the longest pause of a client between two batches', toCount, 100)
    .option(
      '--seed <number>',
      'the same commands; their order among clients follows the clock',
      toSeed,
    )
    .option('--record', 'keep the figures for docs/promises.md')
    .parse(argv, { from: 'user' })
    .opts<Flags>();
}

async function run(flags: Flags, out: Output): Promise<void> {
  const { minutes, clients, pause, record, seed = randomSeed() } = flags;
  const { colors } = out;
  out.write(
    `${colors.bold(newestStage().name)}: ${minutes} minutes, ${clients} clients, seed ${seed}\n`,
  );
  let toldMs = 0;
  const result = await soak({
    durationMs: minutes * 60_000,
    clients,
    seed,
    longestPauseMs: pause,
    told: (so) => {
      if (so.elapsedMs - toldMs < TOLD_EVERY_MS) return;
      toldMs = so.elapsedMs;
      out.write(`${tell(so)}\n`);
    },
  });
  out.write(
    `${trends(result)}\n${colors.green('✓')} ${tell(result).trim()}: no wrong answer (seed ${seed})\n`,
  );
  if (record) keepResult('soak', `npm run soak -- --minutes ${minutes}`, figuresOf(result, seed));
}

function tell({ elapsedMs, commands, visits, heapBytes, rssBytes, descriptors }: Standing): string {
  const figures = `heap ${mib(heapBytes)}, memory ${mib(rssBytes)}, ${descriptors} descriptors`;
  return `  ${shown(elapsedMs / 1000).padStart(5)} s  ${shown(commands)} commands, ${shown(visits)} visits, ${figures}`;
}

/** Least squares over what came after the first quarter. */
function trends({ heap, rss, descriptorTrend, restartedWith }: SoakResult): string {
  const of = (perMinute: number) =>
    `${perMinute >= 0 ? '+' : ''}${(perMinute / MIB).toFixed(3)} MiB a minute`;
  return [
    `  heap         ${of(heap.perMinute)} (mean ${mib(heap.mean)})`,
    `  memory       ${of(rss.perMinute)} (mean ${mib(rss.mean)})`,
    `  descriptors  ${descriptorTrend.perMinute.toFixed(3)} a minute (mean ${descriptorTrend.mean.toFixed(1)})`,
    `  after a restart ${shown(restartedWith)} replies were as they must be`,
  ].join('\n');
}

function figuresOf(result: SoakResult, seed: number): Record<string, number | string> {
  const { heap, rss, descriptorTrend, elapsedMs, commands, visits, restartedWith } = result;
  return {
    seconds: Math.round(elapsedMs / 1000),
    commands,
    visits,
    heapMeanMib: Number((heap.mean / MIB).toFixed(1)),
    heapKibPerMinute: Number((heap.perMinute / 1024).toFixed(1)),
    rssMeanMib: Number((rss.mean / MIB).toFixed(1)),
    rssKibPerMinute: Number((rss.perMinute / 1024).toFixed(1)),
    descriptorsMean: Number(descriptorTrend.mean.toFixed(1)),
    descriptorsPerMinute: Number(descriptorTrend.perMinute.toFixed(3)),
    restartedWith,
    seed,
  };
}
