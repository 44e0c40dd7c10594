// `course hint 2.3`: a nudge, then the concept, then a sketch; one more each time, remembered.

import { HINTS } from '../exercises/catalog.ts';
import { sectionOf } from '../exercises/chapter.ts';
import { wrapped } from '../terminal/wrap.ts';
import { UserError } from '../user-error.ts';
import { readState, updateState } from '../workspace/state.ts';
import { type Context, exerciseNamed, give, nextExercise, OK, say, stageMeant } from './context.ts';

const NAMES = ['a nudge', 'the concept', 'a sketch'] as const;

export async function hint(context: Context, word: string | undefined): Promise<number> {
  const { stage, exercise } = exerciseMeant(context, word);
  const { places, out } = context;
  const taken = Math.min(HINTS, (readState(places).hints[exercise.id] ?? 0) + 1);
  updateState(places, ({ hints }) => ({ hints: { ...hints, [exercise.id]: taken } }));
  const shown = exercise.hints.slice(0, taken);
  const section = sectionOf(stage, exercise);
  say(context, `\n${out.colors.bold(`${exercise.id}  ${exercise.title}`)}`);
  for (const [at, text] of shown.entries()) {
    const isNew = at === taken - 1;
    const name = `\n  ${at + 1} of ${HINTS}, ${NAMES[at]}`;
    say(context, isNew ? out.colors.cyan(name) : out.colors.dim(name));
    say(context, wrapped(text, '    '));
    if (at === 1 && section)
      say(context, out.colors.dim(`    ${section.file}, "${section.heading}": ${section.url}`));
  }
  const more = `npm run course ${taken < HINTS ? 'hint' : 'solution'} ${exercise.id}`;
  say(
    context,
    out.colors.dim(`\n  ${taken < HINTS ? 'one more' : "the course's own code"}: ${more}\n`),
  );
  give(context, { exercise: exercise.id, title: exercise.title, taken, hints: shown, section });
  return OK;
}

/** The one that is named, or the next one of the stage at hand. */
export function exerciseMeant(context: Context, word: string | undefined) {
  if (word !== undefined) return exerciseNamed(context, word);
  const stage = stageMeant(context, undefined);
  const exercise = nextExercise(context, stage);
  if (exercise) return { stage, exercise };
  throw new UserError(
    `Every exercise of stage ${stage.number} is done. Name one: npm run course hint 2.3`,
  );
}
