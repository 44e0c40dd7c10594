// `course eject 07 ../my-kv`: a stage as a project of its own, anywhere.

import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ejectStage } from '../eject/eject.ts';
import { UserError } from '../user-error.ts';
import { shown, stageNamed } from '../workspace/places.ts';
import { type Context, give, OK, say } from './context.ts';

export async function eject(context: Context, word: string, folder: string): Promise<number> {
  const { places, out } = context;
  const stage = stageNamed(places, word);
  const target = path.resolve(places.cwd, folder);
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new UserError(
      `${target} is not empty, and nothing is written over. Name a new folder: npm run course eject ${stage.number} ../my-kv`,
    );
  }
  if (`${target}${path.sep}`.startsWith(places.root + path.sep)) {
    throw new UserError(`${target} is inside the course. Name a folder beside it: ../my-kv`);
  }
  mkdirSync(target, { recursive: true });
  const files = await ejectStage(places.root, stage, target);
  say(
    context,
    `\n${out.colors.bold(target)}: stage ${stage.name} as a project of its own, ${files} files.\n`,
  );
  say(context, `  cd ${shown(places, target)}`);
  say(context, '  npm install');
  say(context, '  npm test');
  say(context, '  npm start -- --port 7000\n');
  give(context, { stage: stage.number, folder: target, files });
  return OK;
}
