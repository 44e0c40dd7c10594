// A program of TypeScript and all that it imports as one file of JavaScript, with a map back to the lines that were written.

import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, formatMessages, stop } from 'esbuild';
import { madeOf, packageFolderOf } from './kept.mjs';

/** Of packages in CommonJS: they ask for Node's own modules by `require`. */
const REQUIRE =
  "import { createRequire as from } from 'node:module'; const require = from(import.meta.url);";

/** What this file does decides what comes out, and so does the bundler. */
const TOOLS = [
  fileURLToPath(import.meta.url),
  createRequire(import.meta.url).resolve('esbuild/package.json'),
];

/**
 * Writes `outfile` and its map. Throws an Error with what is wrong, and where, when the program cannot be read or bundled.
 * @param {string} main absolute
 * @param {string} outfile absolute
 * @param {(file: string) => string} [textOf] what stands in a file; another text in its place breaks it on purpose
 */
export async function bundle(main, outfile, textOf = (file) => readFileSync(file, 'utf8')) {
  /** @type {Map<string, string>} */
  const texts = new Map();
  /** @param {string} file */
  const take = (file) => {
    const text = texts.get(file) ?? textOf(file);
    texts.set(file, text);
    return text;
  };
  const { outputFiles } = await built(main, outfile, take);
  for (const file of [...texts.keys()]) take(path.join(packageFolderOf(file), 'package.json'));
  TOOLS.forEach(take);
  mkdirSync(path.dirname(outfile), { recursive: true });
  // The map comes first, so that nobody finds a program without it.
  for (const { path: file, text } of outputFiles)
    replace(file, file === outfile ? text + madeOf(texts) : text);
}

/**
 * As `bundle`, but not everybody owns what was installed: where it cannot be written, the program is made anew each time, in a
 * folder for this process alone.
 * @param {string} main
 * @param {string} outfile
 * @returns {Promise<string>} where it is
 */
export async function bundleWhereAllowed(main, outfile) {
  try {
    await bundle(main, outfile);
    return outfile;
  } catch (error) {
    const { syscall } = /** @type {NodeJS.ErrnoException} */ (error);
    if (syscall === undefined) throw error; // it could be written, were there something to write
    const folder = mkdtempSync(path.join(tmpdir(), 'launch-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    const file = path.join(folder, 'main.mjs');
    await bundle(main, file);
    return file;
  } finally {
    await stop(); // or the bundler's process would stay as long as the program
  }
}

/**
 * @param {string} main
 * @param {string} outfile
 * @param {(file: string) => string} take
 */
async function built(main, outfile, take) {
  try {
    return await build({
      entryPoints: [main],
      outfile,
      write: false,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      banner: { js: REQUIRE },
      sourcemap: true,
      sourcesContent: false,
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
      logLevel: 'silent',
      plugins: [reading(take)],
    });
  } catch (error) {
    const { errors } = /** @type {import('esbuild').BuildFailure} */ (error);
    const color = process.stderr.isTTY;
    throw new Error((await formatMessages(errors, { kind: 'error', color })).join('\n'));
  }
}

/**
 * Hands the bundler what stands in each file, so that what is hashed is what was bundled. In a file of TypeScript
 * `import.meta.url` stays the URL of that file.
 * @param {(file: string) => string} take
 * @returns {import('esbuild').Plugin}
 */
function reading(take) {
  return {
    name: 'reading',
    setup: ({ onLoad }) => {
      onLoad({ filter: /\.[cm]?[jt]s$/ }, ({ path: file }) => {
        const text = take(file);
        if (!file.endsWith('.ts')) return { contents: text, loader: 'js' };
        const url = JSON.stringify(pathToFileURL(file).href);
        return { contents: text.replaceAll('import.meta.url', url), loader: 'ts' };
      });
    },
  };
}

/**
 * In one step: another start may be reading it.
 * @param {string} file
 * @param {string} text
 */
function replace(file, text) {
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, text);
  renameSync(fresh, file);
}
