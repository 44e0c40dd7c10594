// The one file that is kept for a program, and how it is known to be what the sources say: its last line names all that it was
// made of, and the hash of their contents. Time stamps would be cheaper to look at, and lie after a checkout or a copy.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const MADE_OF = '\n// made of ';

/**
 * `node_modules/.cache/launch/src-main.mjs` beside the package.json of the program.
 * @param {string} main absolute
 */
export function placeOf(main) {
  const folder = packageFolderOf(main);
  const name = path.relative(folder, main).replace(/\.ts$/, '').split(path.sep).join('-');
  return path.join(folder, 'node_modules/.cache/launch', `${name}.mjs`);
}

/**
 * The folder of the nearest package.json above a file.
 * @param {string} file absolute
 */
export function packageFolderOf(file) {
  let folder = path.dirname(file);
  while (!existsSync(path.join(folder, 'package.json'))) {
    const above = path.dirname(folder);
    if (above === folder) return path.dirname(file);
    folder = above;
  }
  return folder;
}

/**
 * The last line of a file that was made of these.
 * @param {ReadonlyMap<string, string>} texts by absolute path
 */
export function madeOf(texts) {
  return MADE_OF + JSON.stringify({ hash: hashOf(texts.values()), files: [...texts.keys()] });
}

/**
 * Whether the file is there, and what it was made of still says the same.
 * @param {string} kept
 */
export function isUpToDate(kept) {
  try {
    const text = readFileSync(kept, 'utf8');
    const { hash, files } = JSON.parse(text.slice(text.lastIndexOf(MADE_OF) + MADE_OF.length));
    return hash === hashOf(files.map(read));
  } catch {
    return false; // not there, or one of its files is not
  }
}

/** @param {string} file */
const read = (file) => readFileSync(file, 'utf8');

/** @param {Iterable<string>} texts */
function hashOf(texts) {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(`${text.length}\n`).update(text);
  return hash.digest('hex');
}
