// The fuzz command: its flags, how far it is, and what it found.

import path from 'node:path';
import { requireTool } from '@byor/spec';
import { type Output, ROOT } from '@byor/spec/harness';
import {
  BrokenPromise,
  exitCodeOf,
  program,
  randomSeed,
  shown,
  toMinutes,
  toSeed,
} from '../program.ts';
import { keepResult } from '../results.ts';
import { loadCourse } from './course.ts';
import { CASES, keep } from './finds.ts';
import { type Find, fuzz, type Progress, type Weighted } from './fuzz.ts';
import { Oracle } from './oracle.ts';
import { allTargets } from './targets/index.ts';
import { watch } from './watchdog.ts';

interface Flags {
  readonly minutes: number;
  readonly seed?: number;
  readonly case?: number;
  readonly only?: string;
  readonly cases: string;
  readonly record?: boolean;
}

const TOLD_EVERY_MS = 10_000;
/** After so many finds there is enough to mend. */
const MOST_FINDS = 20;

export function main(argv: readonly string[], out: Output): Promise<number> {
  return exitCodeOf('fuzz', out, () => run(readFlags(argv, out), out));
}

function readFlags(argv: readonly string[], out: Output): Flags {
  return program(
    'fuzz',
    'Random and damaged input to the request parser, the terminal client, the log’s loader, check-aof and every command; ' +
      'redis-server judges. What is found is made small and kept as a case that npm test replays.',
    out,
  )
    .option('--minutes <number>', 'how long', toMinutes, 1)
    .option('--seed <number>', 'plays a run again, case by case', toSeed)
    .option('--case <number>', 'of the seed, this case alone', toSeed)
    .option('--only <target>', 'commands, requests, lines, logs, differential or wire')
    .option('--cases <folder>', 'where finds are kept', CASES)
    .option('--record', 'keep the figures for docs/promises.md')
    .parse(argv, { from: 'user' })
    .opts<Flags>();
}

async function run(flags: Flags, out: Output): Promise<void> {
  const course = await loadCourse();
  const oracle = requireTool('redis-server').missing ? undefined : await Oracle.start();
  try {
    const targets = allTargets(course, oracle);
    checkTarget(targets, flags.only);
    const seed = flags.seed ?? randomSeed();
    out.write(`${out.colors.bold(course.name)}: fuzzing ${names(targets)}, seed ${seed}\n`);
    await attack(targets, seed, flags, out);
  } finally {
    await oracle?.stop();
  }
}

const names = (targets: readonly Weighted[]) => targets.map(({ target }) => target.name).join(', ');

function checkTarget(targets: readonly Weighted[], name: string | undefined): void {
  if (name === undefined || targets.some(({ target }) => target.name === name)) return;
  throw new Error(`there is no target ${name}: ${names(targets)}`);
}

async function attack(
  targets: readonly Weighted[],
  seed: number,
  flags: Flags,
  out: Output,
): Promise<void> {
  const { only, minutes, case: single, cases } = flags;
  const startMs = performance.now();
  const elapsedMs = () => performance.now() - startMs;
  const finds: Find[] = [];
  const isTime = () => finds.length < MOST_FINDS && elapsedMs() < minutes * 60_000;
  const done = await fuzz({
    targets,
    only,
    seed,
    from: single ?? 0,
    goesOn: (number) => (single === undefined ? isTime() : number === single),
    began: watch(seed),
    found: (find) => {
      finds.push(find);
      tellFind(find, keep(find, cases), out);
    },
    told: nowAndThen(elapsedMs, out),
  });
  out.write(`\n${parts(done)}\n`);
  if (flags.record) record(done, elapsedMs(), seed, finds.length, flags);
  if (finds.length > 0) throw new BrokenPromise(`${finds.length} finds (seed ${seed})`);
  const all = tell(done, elapsedMs()).trim();
  out.write(`${out.colors.green('✓')} ${all}; nothing found (seed ${seed})\n`);
}

/** A line every ten seconds. */
function nowAndThen(elapsedMs: () => number, out: Output): (progress: Progress) => void {
  let toldMs = 0;
  return (progress) => {
    if (elapsedMs() - toldMs < TOLD_EVERY_MS) return;
    toldMs = elapsedMs();
    out.write(`${tell(progress, elapsedMs())}\n`);
  };
}

function tell({ cases, commands }: Progress, elapsedMs: number): string {
  return `  ${shown(elapsedMs / 1000).padStart(5)} s  ${shown(cases)} cases, ${shown(commands)} commands`;
}

function parts({ parts }: Progress): string {
  const lines = [...parts].map(([name, { cases, commands }]) => {
    const ran = commands === 0 ? '' : `${shown(commands).padStart(14)} commands`;
    return `  ${name.padEnd(13)}${shown(cases).padStart(12)} cases${ran}`;
  });
  return lines.join('\n');
}

function tellFind({ target, seed, number, message, shown }: Find, file: string, out: Output): void {
  const again = `npm run fuzz -- --seed ${seed} --case ${number}`;
  const where = path.relative(ROOT, file);
  const text = [shown, message, `again: ${again}`, `kept, npm test replays it: ${where}`].join(
    '\n',
  );
  out.write(`\n${out.colors.red('✗')} ${target}\n  ${text.replaceAll('\n', '\n  ')}\n\n`);
}

function record(
  { cases, commands, parts }: Progress,
  elapsedMs: number,
  seed: number,
  finds: number,
  { minutes }: Flags,
): void {
  const compared = parts.get('differential')?.commands ?? 0;
  const seconds = Math.round(elapsedMs / 1000);
  const logs = parts.get('logs')?.cases ?? 0;
  const bytes = ['requests', 'lines', 'wire'].reduce(
    (sum, name) => sum + (parts.get(name)?.cases ?? 0),
    0,
  );
  const figures = { seconds, cases, commands, compared, logs, bytes, finds, seed };
  keepResult('fuzz', `npm run fuzz -- --minutes ${minutes}`, figures);
}
