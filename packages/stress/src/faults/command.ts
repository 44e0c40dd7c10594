// The faults command: each scenario, a line each.

import type { Output } from '@byor/spec/harness';
import { newestStage } from '../newest.ts';
import { BrokenPromise, exitCodeOf, program, toCount } from '../program.ts';
import { keepResult } from '../results.ts';
import { play } from './run.ts';
import { scenarios } from './scenarios.ts';

interface Flags {
  readonly rounds: number;
  readonly record?: boolean;
}

export function main(argv: readonly string[], out: Output): Promise<number> {
  const names = scenarios.map(({ name }) => name).join(', ');
  const command = program('faults', 'What may befall the disk and the clock of a server.', out)
    .argument('[names...]', `which; all when none is named: ${names}`)
    .option('--rounds <number>', 'how often each', toCount, 1)
    .option('--record', 'keep the figures for docs/promises.md')
    .allowExcessArguments(true);
  return exitCodeOf('faults', out, () => {
    command.parse(argv, { from: 'user' });
    return run(command.args, command.opts<Flags>(), out);
  });
}

async function run(
  names: readonly string[],
  { rounds, record }: Flags,
  out: Output,
): Promise<void> {
  const { colors } = out;
  const unknown = names.find((name) => !scenarios.some((scenario) => scenario.name === name));
  if (unknown !== undefined) throw new Error(`there is no scenario ${unknown}`);
  const chosen = scenarios.filter(({ name }) => names.length === 0 || names.includes(name));
  out.write(`${colors.bold(newestStage().name)}\n`);
  const kept: Record<string, number> = {};
  for (const scenario of chosen) {
    for (let round = 1; round <= rounds; round++) {
      const fault = await play(scenario).then(() => undefined, String);
      kept[scenario.name] = (kept[scenario.name] ?? 0) + (fault === undefined ? 1 : 0);
      const mark = fault === undefined ? colors.green('✓') : colors.red('✗');
      out.write(`  ${mark} ${scenario.name}: ${scenario.promise}\n`);
      if (fault !== undefined) out.write(`    ${fault}\n`);
    }
  }
  if (record) keepResult('faults', `npm run faults -- --rounds ${rounds}`, { rounds, ...kept });
  const broken = Object.values(kept).filter((count) => count < rounds).length;
  if (broken > 0) throw new BrokenPromise(`${broken} promises were broken`);
}
