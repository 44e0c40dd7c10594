// A broken stage as one file of JavaScript, bundled as a start does it. The sources stay as they are; the broken text is handed
// to the bundler in the place of the file.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { bundle } from '@byor/launch/bundle';
import type { Stage } from '@byor/spec/harness';
import { broken, type Mutant } from './mutant.ts';

/** Writes `<folder>/main.mjs`. Throws when the mutant does not apply, or is no code that can be bundled. */
export async function bundleMutant(stage: Stage, mutant: Mutant, folder: string): Promise<string> {
  const outfile = path.join(folder, 'main.mjs');
  const texts = brokenTexts(stage, mutant);
  const textOf = (file: string) => texts.get(file) ?? readFileSync(file, 'utf8');
  await bundle(path.join(stage.folder, 'src/main.ts'), outfile, textOf);
  return outfile;
}

/** By absolute path: what stands in each file that the mutant breaks. */
export function brokenTexts(stage: Stage, mutant: Mutant): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const edit of mutant.edits) {
    const file = path.join(stage.folder, edit.file);
    const text = texts.get(file) ?? readFileSync(file, 'utf8');
    texts.set(file, broken(`${stage.name}/${mutant.id}`, edit, text));
  }
  return texts;
}
