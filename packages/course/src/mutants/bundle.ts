// A broken stage as one file of JavaScript: it starts in a fifth of the time that the sources take, and there are many mutants.
// The sources stay as they are; the broken text is handed to the bundler in the place of the file.

import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { Stage } from '@byor/spec/harness';
import { build, type Plugin } from 'esbuild';
import { broken, type Mutant } from './mutant.ts';

/** Loaded at run time by its name; everything else goes into the file. */
const NATIVE = 'koffi';

/** Writes `<folder>/main.mjs`; the folder is there. Throws when the mutant does not apply, or is no code that can be bundled. */
export async function bundleMutant(
  stage: Stage,
  mutant: Mutant,
  folder: string,
  root: string,
): Promise<string> {
  const outfile = path.join(folder, 'main.mjs');
  const texts = brokenTexts(stage, mutant);
  await build({
    entryPoints: [path.join(stage.folder, 'src/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: [NATIVE],
    // commander is CommonJS and asks for Node's modules by `require`.
    banner: {
      js: "import { createRequire as from } from 'node:module'; const require = from(import.meta.url);",
    },
    logLevel: 'silent',
    plugins: [replacing(texts)],
  });
  const modules = path.join(root, 'packages/libc/node_modules');
  symlinkSync(modules, path.join(folder, 'node_modules'), 'junction');
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

function replacing(texts: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'broken-files',
    setup: ({ onLoad }) => {
      onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
        const contents = texts.get(file);
        return contents === undefined ? undefined : { contents, loader: 'ts' };
      });
    },
  };
}
