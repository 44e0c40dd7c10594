// The command line: which words there are, and which function each of them calls.

import { standardOutput } from '@byor/spec/harness';
import { Command, CommanderError } from 'commander';
import { check } from './commands/check.ts';
import { type Context, FAILED, OK } from './commands/context.ts';
import { diff } from './commands/diff.ts';
import { doctor } from './commands/doctor.ts';
import { eject } from './commands/eject.ts';
import { hint } from './commands/hint.ts';
import { map } from './commands/map.ts';
import { menu } from './commands/menu.ts';
import { mutants } from './commands/mutants.ts';
import { prove } from './commands/prove.ts';
import { reset } from './commands/reset.ts';
import { solution } from './commands/solution.ts';
import { start } from './commands/start.ts';
import { watch } from './commands/watch.ts';
import { confirmOn, isInteractive } from './terminal/ask.ts';
import { UserError } from './user-error.ts';
import { placesOf } from './workspace/places.ts';

export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Another folder than my-redis, for tests. */
  readonly mine?: string;
  readonly out?: Context['out'];
  readonly now?: () => Date;
}

type Run = (context: Context) => Promise<number>;

/** Runs one command; its exit code. `argv` are the words after the program's name. */
export async function runCourse(argv: readonly string[], around: Surroundings): Promise<number> {
  const out = around.out ?? standardOutput();
  let chosen: Run = (context) =>
    isInteractive() && !context.isJson ? menu(context) : map(context);
  const command = describeCommands((run) => {
    chosen = run;
  }).configureOutput({ writeOut: (text) => out.write(text) });
  try {
    command.parse(argv, { from: 'user' });
    const isJson = argv.includes('--json');
    return await chosen({
      out: isJson ? { ...out, isTTY: false } : out,
      isJson,
      env: around.env,
      places: placesOf(around.env, around.cwd, around.mine),
      now: around.now ?? (() => new Date()),
      confirm: confirmOn(isJson),
    });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? OK : FAILED;
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`\n${error.message}\n\n`);
    return FAILED;
  }
}

function describeCommands(choose: (run: Run) => void): Command {
  const program = new Command('npm run course --')
    .description(
      'Learn by writing it yourself: starters, tests, hints, and a project of your own at the end.',
    )
    .option('--json', 'prints one JSON document')
    .addHelpText('after', HELP)
    .exitOverride()
    .action(() => {});
  const add = (name: string, description: string) =>
    program.command(name).description(description).option('--json', 'prints one JSON document');

  add('map', 'the whole way: what is done, what is next').action(() => choose(map));
  add(
    'start [stage]',
    'writes my-redis/<stage>: the stage with the bodies of its exercises taken out',
  )
    .option('--mine', 'on your own stage below instead of the reference')
    .option('--only <exercise>', 'takes out one exercise and leaves the others written')
    .action((stage, flags) => choose((context) => start(context, stage, flags)));
  add('check [stage]', 'runs the tests, an exercise a line, and explains the first failure')
    .option('--cmd <command>', 'the wire cases on your own server: {port} becomes a free port')
    .option('--url <url>', 'the same on a server that runs: redis://127.0.0.1:6379')
    .option('--only <case...>', "with --cmd or --url: cases by id, '04/strings/*'")
    .action((stage, flags) => choose((context) => check(context, stage, flags)));
  add('watch [stage]', 'checks on every save; keys for next, hint, solution, quit').action(
    (stage) => choose((context) => watch(context, stage)),
  );
  add('hint [exercise]', 'a nudge, then the concept, then a sketch: one more each time').action(
    (exercise) => choose((context) => hint(context, exercise)),
  );
  add('solution [exercise]', "the reference's code, as a difference from yours")
    .option('--write', 'writes it into your files, and keeps yours aside')
    .option('--yes', 'does not ask')
    .action((exercise, flags) => choose((context) => solution(context, exercise, flags)));
  add('diff [from] [to]', 'what a stage adds, by file')
    .option('--web', 'opens its chapter')
    .action((from, to, flags) => choose((context) => diff(context, from, to, flags)));
  add('reset [stage]', 'begins a stage anew and keeps what you had aside')
    .option('--yes', 'does not ask')
    .action((stage, flags) => choose((context) => reset(context, stage, flags)));
  add(
    'eject <stage> <folder>',
    'a stage as a project of its own: one package, nothing of the course',
  ).action((stage, folder) => choose((context) => eject(context, stage, folder)));
  add('doctor', 'what this machine has and lacks for the course').action(() => choose(doctor));
  add(
    'prove [stage]',
    'for authors: every exercise red before its body is written, green after',
  ).action((stage) => choose((context) => prove(context, stage)));
  add(
    'mutants [stage]',
    'for authors: wrong servers, and the wire case that finds each out',
  ).action((stage) => choose((context) => mutants(context, stage)));
  return program;
}

const HELP = `
Flags stand behind \`--\`, which is npm's:  npm run course -- start 02 --only 2.3
Where no stage is named, the one at hand is meant.
Exit code 0: done, or all green; 1: something is red or missing; 2: it could not be tried, and why.`;
