// kill -9 at random moments: `npm run crash -- --rounds 50`. Ends with exit code 1 and the directory left as it is when a
// state turns up that should not be.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startStage } from '@byor/spec';
import { Command, Option } from 'commander';
import { crashRounds } from './rounds.ts';

const options = new Command('crash')
  .description(
    'Kills the server under load again and again, and compares what it finds with what it acknowledged.',
  )
  .option('--rounds <number>', 'how many times', '50')
  .option('--clients <number>', 'clients that write at once', '8')
  .option('--seed <number>', 'the same seed makes the same writes; the moments differ')
  .option('--stage <number>', 'the stage to kill', '06')
  .addOption(
    new Option('--policy <name>', 'appendfsync').choices(['always', 'everysec']).default('always'),
  )
  .parse()
  .opts<{
    rounds: string;
    clients: string;
    seed?: string;
    stage: string;
    policy: 'always' | 'everysec';
  }>();

const directory = mkdtempSync(path.join(tmpdir(), 'byor-crash-'));
const seed = Number(options.seed ?? Math.floor(Math.random() * 2 ** 31));
console.log(
  `${options.rounds} rounds, appendfsync ${options.policy}, seed ${seed}, in ${directory}`,
);
try {
  const total = await crashRounds({
    rounds: Number(options.rounds),
    clients: Number(options.clients),
    policy: options.policy,
    seed,
    start: () =>
      startStage(options.stage, [
        ...['--appendonly', 'yes', '--appendfsync', options.policy, '--dir', directory],
      ]),
    report: (line) => console.log(line),
  });
  console.log(`${total.acknowledged} writes were acknowledged, ${total.lost} of them lost.`);
  rmSync(directory, { recursive: true, force: true });
} catch (error) {
  console.error(`${(error as Error).message}\nThe log is left in ${directory}.`);
  process.exitCode = 1;
}
