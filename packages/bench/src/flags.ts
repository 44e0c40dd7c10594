// The flags of `npm run bench`.

import type { Output } from '@byor/spec/harness';
import { Command, InvalidArgumentError } from 'commander';
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
  readonly json?: string;
}

export function readFlags(argv: readonly string[], out: Output): Flags {
  return new Command('npm run bench --')
    .description(
      'Measures the stages from 03 on beside redis-server, in turn and in the same run. Without flags: the goals, then every ' +
        'axis, about half an hour.',
    )
    .option('--quick', 'the goals alone, in less than three minutes')
    .option('--stages <list>', '07, or 03,04,07', toWords)
    .option('--workloads <list>', workloads.map(({ id }) => id).join(','), toWords)
    .option('--payloads <bytes>', '3,100,1000,100000', toCounts)
    .option('--clients <list>', '1,50,1000', toCounts)
    .option('--pipelines <list>', '1,16,64', toCounts)
    .option(
      '--transports <list>',
      'epoll,poll,node; by itself the one that the stage chooses',
      toWords,
    )
    .option('--rounds <number>', 'how often each is measured', toCount)
    .option('--seconds <number>', 'how long each time', toSeconds)
    .option('--json <file>', 'where the result is kept')
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => out.write(text) })
    .parse(argv, { from: 'user' })
    .opts<Flags>();
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
