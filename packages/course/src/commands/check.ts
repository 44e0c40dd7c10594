// `course check`: the tests of a stage on the reader's copy, or its wire cases on a server in any language.

import type { Stage } from '@byor/spec/harness';
import { runSpecCommand } from '@byor/spec/runner';
import { type CheckResult, checkCopy } from '../check/check-copy.ts';
import { isAllGreen, isExerciseGreen, tellCheck } from '../check/report.ts';
import type { TestEvent } from '../check/reporter.ts';
import { UserError } from '../user-error.ts';
import { hasStarted, myFolder } from '../workspace/places.ts';
import { readState, updateStage, updateState } from '../workspace/state.ts';
import { type Context, exercisesAtHand, give, OK, RED, stageMeant } from './context.ts';

export interface CheckFlags {
  /** Starts a server in any language. */
  readonly cmd?: string | undefined;
  /** A server that runs. */
  readonly url?: string | undefined;
  /** Wire cases by id, where a server is checked. */
  readonly only?: readonly string[] | undefined;
}

export async function check(
  context: Context,
  word: string | undefined,
  flags: CheckFlags,
): Promise<number> {
  const stage = stageMeant(context, word);
  if (flags.cmd !== undefined || flags.url !== undefined) return checkServer(context, stage, flags);
  if (!hasStarted(context.places, stage)) throw notStarted(stage);
  const progress = progressLine(context);
  const exercises = exercisesAtHand(context, stage);
  const result = await checkCopy(myFolder(context.places, stage), exercises, {
    done: new Set(Object.keys(readState(context.places).done)),
    onEvent: progress.follow,
  });
  progress.end();
  remember(context, stage, result);
  tellCheck(context, stage, result);
  give(context, toJson(stage, result));
  return isAllGreen(result) ? OK : RED;
}

/** The wire cases of this stage and of those before: what any server can be asked. */
async function checkServer(
  { places, isJson, out, now }: Context,
  stage: Stage,
  { cmd, url, only = [] }: CheckFlags,
): Promise<number> {
  const server = cmd === undefined ? ['--url', url ?? ''] : ['--cmd', cmd];
  const chosen = only.length > 0 ? ['--only', ...only] : [];
  const flags = [...server, ...chosen, ...(isJson ? ['--json'] : [])];
  const code = await runSpecCommand(['--stage', stage.number, ...flags], out);
  if (cmd !== undefined) {
    const finished = code === OK && only.length === 0 ? { finished: now().toISOString() } : {};
    updateStage(places, stage.number, { cmd, ...finished });
  }
  return code;
}

function notStarted({ number, name }: Stage): UserError {
  return new UserError(
    `There is no my-redis/${name} to check.\n` +
      `Begin it:                       npm run course start ${number}\n` +
      `Or check a server of your own:  npm run course -- check ${number} --cmd "./mine --port {port}"`,
  );
}

/** What is green is done, once and for all: a later red is seen in the check itself. */
export function remember({ places, now }: Context, stage: Stage, result: CheckResult): void {
  const before = readState(places);
  const when = now().toISOString();
  const green = result.exercises.filter(isExerciseGreen).map(({ exercise }) => exercise.id);
  const fresh = green.filter((id) => before.done[id] === undefined);
  const added = Object.fromEntries(fresh.map((id) => [id, when]));
  updateState(places, ({ done }) => ({ current: stage.number, done: { ...done, ...added } }));
  const isFinished = result.rest !== undefined && isAllGreen(result);
  if (isFinished && before.stages[stage.number]?.finished === undefined) {
    updateStage(places, stage.number, { finished: when });
  }
}

/** On a terminal one line that is written over; elsewhere nothing. */
function progressLine({ out, isJson }: Context) {
  const isShown = out.isTTY && !isJson;
  let ended = 0;
  return {
    follow: (event: TestEvent): void => {
      if (event.kind === 'ends') ended++;
      if (isShown && event.kind === 'begins') {
        out.write(`\r\x1b[K  ${out.colors.dim(`${ended}  ${event.name.slice(0, 70)}`)}`);
      }
    },
    end: (): void => {
      if (isShown) out.write('\r\x1b[K');
    },
  };
}

export function toJson(stage: Stage, { exercises, rest }: CheckResult): unknown {
  return {
    stage: stage.number,
    exercises: exercises.map(({ exercise, openAt, verdict }) => ({
      id: exercise.id,
      title: exercise.title,
      state:
        openAt !== undefined ? 'open' : verdict && verdict.failed.length === 0 ? 'green' : 'red',
      openAt,
      ...verdict,
    })),
    rest,
  };
}
