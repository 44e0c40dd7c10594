// The newest stage's server as a process.

import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { listStages, quoteWord, type RunningServer, startCommand } from '@byor/spec/harness';

export function newestStage(): { readonly name: string; readonly folder: string } {
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
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const main = program ?? path.join(newestStage().folder, 'src/main.ts');
  const before = preload === undefined ? [] : ['--import', preload.href];
  const words = [process.execPath, '--import', tsx, ...before, main, '--port', '0', ...flags];
  return startCommand(words.map(quoteWord).join(' '));
}
