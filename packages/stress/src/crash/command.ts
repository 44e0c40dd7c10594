// The crash command: its flags, a line a round, and what came of it.

import type { Output } from '@byor/spec/harness';
import { Option } from 'commander';
import { shown as count, exitCodeOf, program, randomSeed, toCount, toSeed } from '../program.ts';
import { keepResult } from '../results.ts';
import { crash } from './crash.ts';
import type { Round } from './round.ts';
import { commandSubject, type Policy, stageSubject } from './subject.ts';

interface Flags {
  readonly rounds: number;
  readonly policy: Policy;
  readonly clients: number;
  readonly keys: number;
  readonly seed?: number;
  readonly stage?: string;
  readonly cmd?: string;
  readonly powerCut?: boolean;
  readonly terminate?: boolean;
  readonly evict?: boolean;
  readonly record?: boolean;
  readonly keep?: boolean;
}

export function main(argv: readonly string[], out: Output): Promise<number> {
  return exitCodeOf('crash', out, () => run(parseFlags(argv, out), out));
}

function parseFlags(argv: readonly string[], out: Output): Flags {
  const flags = program(
    'crash',
    'Writes from many clients, kills the server with kill -9 at random moments, starts it again on the same ' +
      'directory, and compares what is there with what was acknowledged.',
    out,
  )
    .option('--rounds <number>', 'how many times it is killed', toCount, 50)
    .addOption(
      new Option('--policy <policy>', 'appendfsync')
        .choices(['always', 'everysec', 'no'])
        .default('always'),
    )
    .option('--clients <number>', 'how many write at once', toCount, 20)
    .option('--keys <number>', 'keys that a rewrite has to write besides', toCount, 5000)
    .option(
      '--power-cut',
      'also loses what was not forced to the disk (fsync), as a power cut does',
    )
    .option('--evict', 'gives it less memory than is written: keys are evicted all the while')
    .option('--terminate', 'ends it with SIGTERM instead: then nothing at all may be lost')
    .option('--seed <number>', 'the same load; the moments of the kills follow the clock', toSeed)
    .option('--stage <number>', 'a stage of this repository (default: the last one)')
    .option(
      '--cmd <command>',
      'your server: {dir} and {policy} are filled in, and {port} if it is there',
    )
    .option('--keep', 'leaves the directory where it is when a promise is broken')
    .option('--record', 'keep the figures for docs/promises.md')
    .addHelpText('after', EXAMPLE)
    .parse(argv, { from: 'user' })
    .opts<Flags>();
  if (flags.cmd && flags.stage) throw new Error('give --cmd or --stage, not both');
  if (flags.evict && flags.powerCut) throw new Error('give --evict or --power-cut, not both');
  if (flags.cmd && flags.powerCut) throw new Error('--power-cut works on the stages only');
  return flags;
}

const EXAMPLE = `
What is promised:
  always     no acknowledged write is lost
  everysec   none that was acknowledged more than two seconds before the kill
  no         nothing about how much, but what is there is a prefix of what was written
and with each of them: never a state that no prefix of the history explains.

redis-server keeps the same promises:
  npm run crash -- --cmd "redis-server --port {port} --dir {dir} --appendonly yes --appendfsync {policy} --save ''"`;

async function run(flags: Flags, out: Output): Promise<void> {
  const { rounds, policy, clients, keys, stage, cmd, keep = false } = flags;
  const { powerCut = false, terminate = false, evict = false, seed = randomSeed() } = flags;
  const { colors } = out;
  const subject = cmd === undefined ? stageSubject(stage, powerCut) : commandSubject(cmd);
  const how = `${terminate ? 'SIGTERM' : 'kill -9'}${powerCut ? ' and power cut' : ''}${evict ? ' while keys are evicted' : ''}`;
  out.write(
    `${colors.bold(subject.name)}, appendfsync ${policy}: ${rounds} rounds of ${how}, ${clients} clients, seed ${seed}\n\n`,
  );
  const told: Round[] = [];
  const tell = (round: Round) => {
    told.push(round);
    out.write(`${tellRound(round, rounds)}\n`);
  };
  const common = { subject, rounds, policy, clients, seed, powerCut, terminate, evict, keep };
  await crash({ ...common, fillerKeys: keys, told: tell });
  out.write(`\n${colors.green('✓')} ${summary(told, policy)} (seed ${seed})\n`);
  if (flags.record) record(flags, told);
}

function record({ policy, powerCut, terminate, evict }: Flags, rounds: readonly Round[]): void {
  const kind = evict ? 'evict' : terminate ? 'terminate' : powerCut ? 'power-cut' : 'kill';
  const flags = `${terminate ? ' --terminate' : ''}${powerCut ? ' --power-cut' : ''}${evict ? ' --evict' : ''}`;
  const command = `npm run crash -- --policy ${policy} --rounds ${rounds.length}${flags}`;
  const sum = (of: (round: Round) => number) => rounds.reduce((all, round) => all + of(round), 0);
  keepResult(`crash-${kind}-${policy}`, command, {
    rounds: rounds.length,
    acknowledged: sum(({ acknowledged }) => acknowledged),
    lost: sum(({ loss }) => loss.count),
    oldestLostMs: Math.round(Math.max(...rounds.map(({ loss }) => loss.oldestMs))),
    rewrites: sum(({ rewrites }) => rewrites),
    killedTwice: sum(({ killedTwice }) => Number(killedTwice)),
    lostBytes: sum(({ lostBytes }) => lostBytes),
    evicted: sum(({ evicted }) => evicted),
  });
}

function tellRound(round: Round, rounds: number): string {
  const { number, loadMs, sent, acknowledged, evicted, rewrites, killedTwice, lostBytes, loss } =
    round;
  const notes = [
    `${String(number).padStart(String(rounds).length)}/${rounds}`,
    `killed after ${count(loadMs).padStart(5)} ms`,
    `${count(acknowledged).padStart(6)} of ${count(sent)} acknowledged`,
    loss.count === 0
      ? '0 lost'
      : `${count(loss.count)} of the last ${count(loss.oldestMs)} ms lost`,
  ];
  if (evicted > 0) notes.push(`${count(evicted)} evicted`);
  if (rewrites > 0) notes.push(rewrites === 1 ? '1 rewrite' : `${rewrites} rewrites`);
  if (lostBytes > 0) notes.push(`${count(lostBytes)} bytes never reached the disk`);
  if (killedTwice) notes.push('killed once more while it started');
  return `  ${notes.join('  ')}`;
}

function summary(rounds: readonly Round[], policy: Policy): string {
  const total = (of: (round: Round) => number) => rounds.reduce((sum, round) => sum + of(round), 0);
  const lost = total(({ loss }) => loss.count);
  const evicted = total(({ evicted }) => evicted);
  const oldestMs = Math.max(...rounds.map(({ loss }) => loss.oldestMs));
  const when = lost === 0 ? '' : `, none older than ${count(oldestMs)} ms`;
  return [
    `${rounds.length} rounds with appendfsync ${policy}:`,
    `${count(total(({ acknowledged }) => acknowledged))} writes acknowledged, ${count(lost)} lost${when};`,
    `${total(({ rewrites }) => rewrites)} rewrites, ${total(({ killedTwice }) => Number(killedTwice))} kills during a start;`,
    evicted === 0
      ? 'every state was a prefix of the history'
      : `${count(evicted)} evictions, every one in the log that took a key`,
  ].join(' ');
}
