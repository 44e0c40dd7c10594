// From the start of an empty server to its ready line, beyond what `node -e 0` takes from start to end.

import { spawn } from 'node:child_process';
import { type Contestant, wordsOf } from '../contestants.ts';
import type { Figure } from '../figures.ts';
import { scratchFolder } from '../scratch-folder.ts';
import { type How, inTurn } from './how.ts';

const READY = 'Ready to accept connections';

/** Stages alone: where redis-server says that it is ready, nobody need wait. */
export async function measureStart(
  contestants: readonly Contestant[],
  { rounds, told }: How,
): Promise<Figure[]> {
  const folder = scratchFolder();
  const stages = contestants.filter(({ stage }) => stage !== undefined);
  try {
    // The first start bundles, and that is kept.
    for (const stage of stages) await untilMs(READY, wordsOf(stage, folder.path));
    return await inTurn('start', stages, { rounds, told }, async (stage) => {
      const nodeMs = await untilMs(undefined, [process.execPath, '-e', '0']);
      return { startMs: (await untilMs(READY, wordsOf(stage, folder.path))) - nodeMs };
    });
  } finally {
    folder.remove();
  }
}

/** How long until it says that it is ready, and is ended; or, where nothing is waited for, until it ends by itself. */
function untilMs(ready: string | undefined, [program = '', ...args]: readonly string[]) {
  const beganMs = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let readyMs: number | undefined;
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
    if (readyMs !== undefined || ready === undefined || !output.includes(ready)) return;
    readyMs = performance.now() - beganMs;
    child.kill();
  });
  return new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => {
      if (ready === undefined) readyMs = performance.now() - beganMs;
      if (readyMs !== undefined) resolve(readyMs);
      else reject(new Error(`it ended before it was ready: ${args.join(' ')}`));
    });
  });
}
