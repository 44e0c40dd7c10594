// `course start 02`: a copy of the stage in my-redis/, with the bodies of its exercises taken out.

import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Stage } from '@byor/spec/harness';
import { tellOpenBelow } from '../check/below.ts';
import { type Exercise, exercisesOf } from '../exercises/catalog.ts';
import { SITE, sectionOf } from '../exercises/chapter.ts';
import { UserError } from '../user-error.ts';
import { copyStage } from '../workspace/copy.ts';
import { hasStarted, myFolder, type Places, shown, stageBelow } from '../workspace/places.ts';
import { updateStage, updateState } from '../workspace/state.ts';
import { type Context, exerciseNamed, give, OK, say, stageMeant } from './context.ts';

export interface StartOptions {
  /** On the reader's own stage below. */
  readonly mine?: boolean | undefined;
  /** The one exercise that is taken out. */
  readonly only?: string | undefined;
}

export async function start(
  context: Context,
  word: string | undefined,
  options: StartOptions,
): Promise<number> {
  const { places } = context;
  const stage = stageToStart(context, word, options);
  const folder = myFolder(places, stage);
  if (existsSync(folder)) {
    throw new UserError(
      `${shown(places, folder)} is there already; nothing is written over it.\n` +
        `Go on with it:  npm run course check ${stage.number}\n` +
        `Begin anew:     npm run course reset ${stage.number}   (keeps what is there aside)`,
    );
  }
  begin(context, stage, options);
  return OK;
}

/** Writes the copy and says what is to do. What is there must have been moved away before. */
export function begin(context: Context, stage: Stage, options: StartOptions): void {
  const { places } = context;
  const exercises = exercisesOf(stage).filter(({ id }) => (options.only ?? id) === id);
  if (exercises.length === 0) throw noExercises(stage);
  prepareFolder(places);
  copyStage({
    stage,
    target: myFolder(places, stage),
    isTaken: (id) => exercises.some((exercise) => exercise.id === id),
    below: options.mine ? ownBelow(places, stage) : undefined,
    root: places.root,
  });
  updateStage(places, stage.number, {
    mine: options.mine === true,
    exercises: exercises.map(({ id }) => id),
  });
  updateState(places, ({ done }) => ({
    current: stage.number,
    done: Object.fromEntries(
      Object.entries(done).filter(([id]) => exercises.every((exercise) => exercise.id !== id)),
    ),
  }));
  tell(context, stage, exercises, options);
}

function stageToStart(context: Context, word: string | undefined, { only }: StartOptions): Stage {
  if (only === undefined) return stageMeant(context, word);
  const { stage } = exerciseNamed(context, only);
  if (word === undefined || stageMeant(context, word).name === stage.name) return stage;
  throw new UserError(`Exercise ${only} is one of stage ${stage.number}, not of ${word}.`);
}

function noExercises({ number, name }: Stage): UserError {
  return new UserError(
    `Stage ${name} has no exercises of its own yet. Three ways to work on it:\n` +
      `  change it where it stands:       steps/${name}, then npm run test:step ${number}\n` +
      `  write a server of your own:      npm run course -- check ${number} --cmd "./mine --port {port}"\n` +
      `  take it as a project of its own:  npm run course eject ${number} ../my-kv`,
  );
}

function ownBelow(places: Places, stage: Stage): { name: string; folder: string } {
  const below = stageBelow(places, stage);
  if (below === undefined) {
    throw new UserError(
      `Stage ${stage.number} is the first: it stands on no other. Leave --mine out.`,
    );
  }
  if (!hasStarted(places, below)) {
    throw new UserError(
      `--mine builds on your own stage ${below.number}, and there is none in my-redis/.\n` +
        `Begin it (npm run course start ${below.number}), or leave --mine out to build on the course's.`,
    );
  }
  return { name: `@byor/${below.name}`, folder: myFolder(places, below) };
}

/** The folder itself, the first time: rules for assistants, and what git should not keep. */
function prepareFolder({ mine }: Places): void {
  mkdirSync(mine, { recursive: true });
  const templates = path.resolve(import.meta.dirname, '../../templates/my-redis');
  for (const name of readdirSync(templates)) {
    const to = path.join(mine, name === 'gitignore' ? '.gitignore' : name);
    if (!existsSync(to)) cpSync(path.join(templates, name), to);
  }
}

function tell(
  context: Context,
  stage: Stage,
  exercises: readonly Exercise[],
  { mine }: StartOptions,
): void {
  const { places, out } = context;
  const folder = myFolder(places, stage);
  const below = stageBelow(places, stage);
  const on = below ? `, on ${mine ? 'your own' : "the course's"} stage ${below.number}` : '';
  say(context, `\n${out.colors.bold(shown(places, folder))} is yours: stage ${stage.name}${on}.`);
  tellOpenBelow(context, stage);
  say(
    context,
    'These bodies are taken out, and their tests are red until you write them. That is expected.\n',
  );
  for (const { id, title, parts, tests } of exercises) {
    const red = [...new Set(tests.map(({ label }) => label))].join(', ');
    say(context, `  ${out.colors.bold(id)}  ${title}`);
    say(context, out.colors.dim(`       ${parts[0]?.file}  ${parts[0]?.name}   red: ${red}`));
  }
  const [first] = exercises as [Exercise];
  const section = sectionOf(stage, first);
  say(
    context,
    `\n  read    ${section ? `${section.file}, or ${section.url}` : SITE} (npm run docs)`,
  );
  say(
    context,
    `  write   ${first.id} in ${shown(places, path.join(folder, first.parts[0]?.file ?? ''))}`,
  );
  say(context, '  test    npm run course check, or npm run course watch');
  say(context, `  stuck?  npm run course hint ${first.id}\n`);
  give(context, {
    stage: stage.number,
    folder,
    exercises: exercises.map(({ id, title, parts, tests }) => ({ id, title, parts, tests })),
  });
}
