// Where things are: the repository's stages, and the reader's own beside them in my-redis/.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { listStages, ROOT, type Stage } from '@byor/spec/harness';
import { UserError } from '../user-error.ts';

export interface Places {
  /** The repository. */
  readonly root: string;
  /** The reader's folder: my-redis. */
  readonly mine: string;
  /** Where the command was typed. */
  readonly cwd: string;
}

/**
 * Those of this process. npm changes the folder before it runs a script, and says in INIT_CWD where it was called.
 * BYOR_MY_REDIS names another folder than my-redis.
 */
export function placesOf(
  env: NodeJS.ProcessEnv,
  cwd: string,
  mine = env.BYOR_MY_REDIS ?? path.join(ROOT, 'my-redis'),
): Places {
  return { root: ROOT, mine, cwd: env.INIT_CWD ?? cwd };
}

/** The reader's copy of a stage. */
export function myFolder({ mine }: Places, stage: Stage): string {
  return path.join(mine, stage.name);
}

export function hasStarted(places: Places, stage: Stage): boolean {
  return existsSync(myFolder(places, stage));
}

/** A path as a person would type it from where they are. */
export function shown({ cwd }: Places, file: string): string {
  return path.relative(cwd, file) || '.';
}

/** The stage that is meant by `4`, `04`, `kv` or `04-kv`. */
export function stageNamed({ root }: Places, word: string): Stage {
  const stages = listStages(root);
  const wanted = word.toLowerCase();
  const found = stages.find(({ name, number }) =>
    [name, number, String(Number(number)), name.slice(3)].includes(wanted),
  );
  if (found) return found;
  const list = stages.map(({ number, name }) => `  ${number}  ${name.slice(3)}`).join('\n');
  throw new UserError(`There is no stage "${word}". There are:\n${list}`);
}

/** The stage right below; undefined for the first. */
export function stageBelow({ root }: Places, stage: Stage): Stage | undefined {
  const stages = listStages(root);
  return stages[stages.findIndex(({ name }) => name === stage.name) - 1];
}
