// `npm run docs:record`: runs what the book quotes figures of, and keeps what was printed in docs/results.

import { writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { type Recording, type Result, recordings, stepsOf } from '../transcripts/recordings.ts';
import { World } from '../transcripts/world.ts';

const RESULTS = path.resolve(import.meta.dirname, '../results');
const TIMEOUT_MS = 10 * 60_000;

const program = new Command('docs:record')
  .description('Runs what the book quotes figures of, and keeps what was printed in docs/results.')
  .argument('[names...]', 'which; all of them if none is named')
  .addHelpText('after', `\nThere are:\n  ${Object.keys(recordings).join('\n  ')}`)
  .parse();

const names = program.args.length > 0 ? program.args : Object.keys(recordings);
for (const name of names) {
  const recording = recordings[name];
  if (recording === undefined)
    throw program.error(`There is no recording "${name}"; --help lists them.`);
  process.stdout.write(`${name} … `);
  const startMs = performance.now();
  const result = await record(recording);
  const printed = result.printed.flat().join('\n');
  if (recording.figures !== undefined && !recording.figures.test(printed)) {
    program.error(
      `what it printed has not the figures that the text quotes; kept is what was there:\n${printed}`,
    );
  }
  writeFileSync(path.join(RESULTS, `${name}.json`), `${JSON.stringify(result, undefined, 2)}\n`);
  console.log(pc.green(`${((performance.now() - startMs) / 1000).toFixed(1)} s`));
}

async function record({ typed, before = [], run }: Recording): Promise<Result> {
  const world = new World(TIMEOUT_MS);
  try {
    await world.run(stepsOf(before));
    const printed = await world.run(stepsOf(run === undefined ? typed : [run]));
    return { typed, machine: machine(), day: new Date().toISOString().slice(0, 10), printed };
  } finally {
    await world.close();
  }
}

function machine(): string {
  return `${os.cpus().length} cores, Node ${process.versions.node}, ${os.platform()} ${os.arch()}`;
}
