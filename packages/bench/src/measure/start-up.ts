// From the start of an empty server to its ready line, beyond what `node -e 0` takes from start to end.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Contestant, wordsOf } from '../contestants.ts';
import type { Figure } from '../figures.ts';
import { type How, inTurn } from './how.ts';

const READY = 'Ready to accept connections';

/** Stages alone: where redis-server says that it is ready, nobody need wait. */
export async function measureStart(
  contestants: readonly Contestant[],
  { rounds, told }: How,
): Promise<Figure[]> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'byor-bench-'));
  const stages = contestants.filter(({ stage }) => stage !== undefined);
  try {
    // The first start compiles, and tsx keeps that.
    for (const stage of stages) await readyAfterMs(wordsOf(stage, folder));
    return await inTurn('start', stages, rounds, async (stage) => {
      const nodeMs = await readyAfterMs([process.execPath, '-e', '0']);
      const startMs = (await readyAfterMs(wordsOf(stage, folder))) - nodeMs;
      told(stage.id, { startMs });
      return { startMs };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How long until it says that it is ready, and is ended, or ends by itself. */
function readyAfterMs([program = '', ...args]: readonly string[]): Promise<number> {
  const beganMs = performance.now();
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let readyMs: number | undefined;
  child.stdout.on('data', (text) => {
    if (readyMs !== undefined || !String(text).includes(READY)) return;
    readyMs = performance.now() - beganMs;
    child.kill();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve(readyMs ?? performance.now() - beganMs));
  });
}
