// The flags of `npm run bench`.

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Output } from '@byor/spec/harness';
import { Command, InvalidArgumentError, Option } from 'commander';
import { STAGES, TRANSPORTS } from './contestants.ts';
import { EXTRAS } from './plan.ts';
import { workloads } from './workloads.ts';

export interface Flags {
  readonly quick?: boolean;
  readonly stages?: readonly string[];
  readonly workloads?: readonly string[];
  readonly payloads?: readonly number[];
  readonly clients?: readonly number[];
  readonly pipelines?: readonly number[];
  readonly transports?: readonly string[];
  readonly rounds?: number;
  readonly seconds?: number;
  readonly generator: 'redis-benchmark' | 'own';
  readonly against?: string;
  readonly json?: string;
  readonly history?: boolean;
  readonly writeDocs?: boolean;
}

export function readFlags(argv: readonly string[], out: Output): Flags {
  return new Command('npm run bench --')
    .description(
      'Measures the stages from 03 on beside redis-server, in turn and in the same run. Without flags: the goals, then every ' +
        'axis, about twenty minutes.',
    )
    .option('--quick', 'the goals alone, in less than three minutes')
    .option('--stages <list>', STAGES.join(','), toStages)
    .option('--workloads <list>', WORKLOADS.join(','), toWorkloads)
    .option('--payloads <bytes>', '3,100,1000,100000', toCounts)
    .option('--clients <list>', '1,50,1000', toCounts)
    .option('--pipelines <list>', '1,16,64', toCounts)
    .option(
      '--transports <list>',
      `${TRANSPORTS.join(',')}; by itself the one that the stage chooses`,
      toTransports,
    )
    .option(
      '--against <folder>',
      'another checkout of this repository, set up, measured beside this one',
      toCheckout,
    )
    .option('--rounds <number>', 'how often each is measured', toCount)
    .option('--seconds <number>', 'how long each time', toSeconds)
    .addOption(
      new Option('--generator <name>', 'who sends')
        .choices(['redis-benchmark', 'own'])
        .default('redis-benchmark', 'redis-benchmark where it is on PATH and can do it'),
    )
    .option('--json <file>', 'where the result is kept')
    .option('--history', 'how the goals’ figures moved from run to run; measures nothing')
    .option('--write-docs', 'the newest result into the README and the site; measures nothing')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => out.write(text) })
    .parse(argv, { from: 'user' })
    .opts<Flags>();
}

const WORKLOADS: readonly string[] = [...workloads.map(({ id }) => id), ...EXTRAS];

const toWorkloads = (text: string) => toChoices(text, WORKLOADS);
const toTransports = (text: string) => toChoices(text, TRANSPORTS);
const toStages = (text: string) =>
  toChoices(
    text,
    STAGES,
    toWords(text).map((word) => word.padStart(2, '0')),
  );

function toChoices(
  text: string,
  choices: readonly string[],
  words: readonly string[] = toWords(text),
): string[] {
  const unknown = words.find((word) => !choices.includes(word));
  if (unknown === undefined) return [...words];
  throw new InvalidArgumentError(`there is no "${unknown}": ${choices.join(', ')}.`);
}

function toCheckout(text: string): string {
  if (existsSync(path.join(text, 'steps'))) return text;
  throw new InvalidArgumentError('a checkout of this repository is wanted: git worktree add …');
}

const toWords = (text: string): string[] => text.split(',').filter((word) => word !== '');

function toCount(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a whole number from 1 on is wanted.');
}

const toCounts = (text: string): number[] => toWords(text).map(toCount);

function toSeconds(text: string): number {
  if (Number(text) > 0 && Number(text) <= 3600) return Number(text);
  throw new InvalidArgumentError('seconds are wanted: 2, or 0.5.');
}
