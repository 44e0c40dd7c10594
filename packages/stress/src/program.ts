// What the programs of this package share: flags that are numbers, exit codes, an end that leaves nothing running.

import { type Output, standardOutput } from '@byor/spec/harness';
import { Command, CommanderError, InvalidArgumentError } from 'commander';

/** A promise that was broken: exit code 1, without a stack. */
export class BrokenPromise extends Error {}

/** A program's flags, with what the readers of this package expect of a commander command. */
export function program(name: string, description: string, out: Output): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeOut: (text) => out.write(text) });
}

/** Exit code 0: every promise was kept; 1: one was broken; 2: it could not be run, and why. */
export async function exitCodeOf(
  name: string,
  out: Output,
  run: () => Promise<void>,
): Promise<number> {
  try {
    await run();
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof BrokenPromise) {
      out.write(`\n${out.colors.red('✗')} ${error.message}\n`);
      return 1;
    }
    console.error(`${name}: ${(error as Error).message}`);
    return 2;
  }
}

/** The last line of every `main.ts`. Exit handlers end the servers that were started; a signal alone would skip them. */
export async function runProgram(
  main: (argv: readonly string[], out: Output) => Promise<number>,
): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => process.exit(130));
  process.exitCode = await main(process.argv.slice(2), standardOutput());
}

export function toCount(text: string): number {
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a whole number from 1 on is wanted.');
}

export function toSeed(text: string): number {
  if (/^\d{1,10}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a seed is a whole number.');
}

export function toMinutes(text: string): number {
  const minutes = Number(text);
  if (minutes > 0 && minutes <= 100_000) return minutes;
  throw new InvalidArgumentError('minutes are wanted: 30, or 0.1.');
}

export function randomSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}

export function shown(n: number): string {
  return Math.round(n).toLocaleString('en');
}

export function mib(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
