// The newest stage's server as a process.

import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { LAUNCH } from '@byor/launch';
import {
  listStages,
  quoteWord,
  type RunningServer,
  type Stage,
  startCommand,
} from '@byor/spec/harness';

export function newestStage(): Stage {
  const newest = listStages().at(-1);
  if (newest === undefined) throw new Error('there is no stage in steps/');
  return newest;
}

export interface StartOptions {
  /** As on its command line. */
  readonly flags: readonly string[];
  /** A file of this package that is loaded before the server's own code. */
  readonly preload?: URL;
  /** Another program in its place, for the tests of these tests. */
  readonly program?: string;
}

export function startNewest({ flags, preload, program }: StartOptions): Promise<RunningServer> {
  const before = preload === undefined ? [] : preloaded(preload);
  const server = program === undefined ? launched() : spoilt(program, before.length > 0);
  const words = [process.execPath, ...before, ...server, '--port', '0', ...flags];
  return startCommand(words.map(quoteWord).join(' '));
}

const launched = () => [LAUNCH, path.join(newestStage().folder, 'src/main.ts')];

/** It looks for the newest stage by its own place in the repository: not to be put into one file with others. */
const spoilt = (program: string, hasTsx: boolean) =>
  hasTsx ? [program] : ['--import', tsx(), program];

const tsx = () => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Node's flags that load a file of TypeScript before the program. */
export function preloaded(file: URL): string[] {
  return ['--import', tsx(), '--import', file.href];
}
