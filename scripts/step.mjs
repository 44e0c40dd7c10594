// `npm run step 04` starts one stage's server, `npm run test:step 04` runs one stage's tests.

import { join } from 'node:path';
import { launched, run, toolEnvironment } from './children.mjs';
import { findStage, runnableStages } from './stages.mjs';
import { UserError } from './user-error.mjs';

/** @param {string[]} args the stage, then flags for its server */
export async function step([word, ...flags]) {
  const stage = findStage(word, runnableStages());
  refuseLostFlags('step', stage.number, flags);
  const args = launched(join(stage.folder, 'src/main.ts'), flags);
  return run(process.execPath, args, { cwd: stage.folder });
}

/** @param {string[]} args the stage, then flags and filters for vitest */
export async function testStep([word, ...flags]) {
  const stage = findStage(word);
  const vitest = join(stage.folder, 'node_modules/vitest/vitest.mjs');
  return run(process.execPath, [vitest, 'run', ...flags], {
    cwd: stage.folder,
    env: toolEnvironment(),
  });
}

/**
 * npm keeps flags for itself unless they stand behind `--`; of `--port 7004` only `7004` arrives here.
 * @param {string} task
 * @param {string} stage
 * @param {string[]} flags
 */
function refuseLostFlags(task, stage, flags) {
  const [first] = flags;
  if (first === undefined || first.startsWith('-')) return;
  throw new UserError(
    `"${first}" is no flag. npm passes flags on only behind \`--\`: npm run ${task} ${stage} -- --port 7004`,
  );
}
