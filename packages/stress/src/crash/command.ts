// The crash command: its flags, a line a round, and what came of it.

import { type Output, standardOutput } from '@byor/spec/harness';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { BrokenPromise, crash } from './crash.ts';
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
  readonly keep?: boolean;
}

/** Runs the command. Exit code 0: every promise was kept; 1: one was broken; 2: it could not be run. */
export async function main(
  argv: readonly string[],
  out: Output = standardOutput(),
): Promise<number> {
  try {
    return await run(parseFlags(argv, out), out);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    console.error(`crash: ${(error as Error).message}`);
    return 2;
  }
}

function parseFlags(argv: readonly string[], out: Output): Flags {
  const command = new Command('npm run crash --')
    .description(
      'Writes from many clients, kills the server with kill -9 at random moments, starts it again on the same ' +
        'directory, and compares what is there with what was acknowledged.',
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
    .option('--seed <number>', 'the same load; the moments of the kills follow the clock', toSeed)
    .option('--stage <number>', 'a stage of this repository (default: the last one)')
    .option(
      '--cmd <command>',
      'your server: {dir} and {policy} are filled in, and {port} if it is there',
    )
    .option('--keep', 'leaves the directory where it is when a promise is broken')
    .addHelpText('after', EXAMPLE)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => out.write(text) });
  command.parse(argv, { from: 'user' });
  const flags = command.opts<Flags>();
  if (flags.cmd && flags.stage) throw new Error('give --cmd or --stage, not both');
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

function toCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a whole number from 1 on is wanted.');
}

function toSeed(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a seed is a whole number.');
}

async function run(flags: Flags, out: Output): Promise<number> {
  const { rounds, policy, clients, keys, stage, cmd, powerCut = false, keep = false } = flags;
  const { colors } = out;
  const seed = flags.seed ?? Math.floor(Math.random() * 2 ** 31);
  const subject = cmd === undefined ? stageSubject(stage, powerCut) : commandSubject(cmd);
  const how = powerCut ? 'kill -9 and power cut' : 'kill -9';
  out.write(
    `${colors.bold(subject.name)}, appendfsync ${policy}: ${rounds} rounds of ${how}, ${clients} clients, seed ${seed}\n\n`,
  );
  const told: Round[] = [];
  const tell = (round: Round) => {
    told.push(round);
    out.write(`${tellRound(round, rounds)}\n`);
  };
  try {
    const common = { subject, rounds, policy, clients, seed, powerCut, keep };
    await crash({ ...common, fillerKeys: keys, told: tell });
  } catch (error) {
    if (!(error instanceof BrokenPromise)) throw error;
    out.write(`\n${colors.red('✗')} ${error.message}\n`);
    return 1;
  }
  out.write(`\n${colors.green('✓')} ${summary(told, policy)} (seed ${seed})\n`);
  return 0;
}

function tellRound(round: Round, rounds: number): string {
  const { number, loadMs, sent, acknowledged, rewrites, killedTwice, lostBytes, loss } = round;
  const notes = [
    `${String(number).padStart(String(rounds).length)}/${rounds}`,
    `killed after ${count(loadMs).padStart(5)} ms`,
    `${count(acknowledged).padStart(6)} of ${count(sent)} acknowledged`,
    loss.count === 0
      ? '0 lost'
      : `${count(loss.count)} of the last ${count(loss.oldestMs)} ms lost`,
  ];
  if (rewrites > 0) notes.push(rewrites === 1 ? '1 rewrite' : `${rewrites} rewrites`);
  if (lostBytes > 0) notes.push(`${count(lostBytes)} bytes never reached the disk`);
  if (killedTwice) notes.push('killed once more while it started');
  return `  ${notes.join('  ')}`;
}

function summary(rounds: readonly Round[], policy: Policy): string {
  const total = (of: (round: Round) => number) => rounds.reduce((sum, round) => sum + of(round), 0);
  const lost = total(({ loss }) => loss.count);
  const oldestMs = Math.max(...rounds.map(({ loss }) => loss.oldestMs));
  const when = lost === 0 ? '' : `, none older than ${count(oldestMs)} ms`;
  return [
    `${rounds.length} rounds with appendfsync ${policy}:`,
    `${count(total(({ acknowledged }) => acknowledged))} writes acknowledged, ${count(lost)} lost${when};`,
    `${total(({ rewrites }) => rewrites)} rewrites, ${total(({ killedTwice }) => Number(killedTwice))} kills during a start;`,
    'every state was a prefix of the history',
  ].join(' ');
}

function count(n: number): string {
  return Math.round(n).toLocaleString('en');
}
