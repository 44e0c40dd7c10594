// The packages of the repository as an ejected project sees them: which file a specifier means, and where that file goes.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import type { Stage } from '@byor/spec/harness';

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly imports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export interface Package {
  readonly folder: string;
  readonly manifest: Manifest;
}

export class Workspace {
  readonly root: string;
  readonly #packages: ReadonlyMap<string, Package>;

  constructor(root: string) {
    this.root = root;
    const folders = ['packages', 'steps'].flatMap((group) =>
      readdirSync(path.join(root, group)).map((name) => path.join(root, group, name)),
    );
    const packages = folders
      .filter((folder) => existsSync(path.join(folder, 'package.json')))
      .map((folder) => ({ folder, manifest: readManifest(folder) }));
    this.#packages = new Map(packages.map((each) => [each.manifest.name, each]));
  }

  /** The file of the repository that a specifier means in `from`; undefined for Node's own modules and those of npm. */
  resolve(specifier: string, from: string): string | undefined {
    if (specifier.startsWith('.')) return path.join(path.dirname(from), specifier);
    if (specifier.startsWith('#')) {
      const { folder, manifest } = this.packageOf(from);
      return path.join(folder, target(manifest.imports?.[specifier], specifier));
    }
    if (isBuiltin(specifier)) return undefined;
    const [scope = '', name = '', ...rest] = specifier.split('/');
    const found = this.#packages.get(`${scope}/${name}`);
    if (found === undefined) return undefined;
    const entry = found.manifest.exports?.[['.', ...rest].join('/')];
    return path.join(found.folder, target(entry, specifier));
  }

  packageOf(file: string): Package {
    for (const found of this.#packages.values()) {
      if (file.startsWith(found.folder + path.sep)) return found;
    }
    throw new Error(`${file} is in no package of the repository`);
  }
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
}

/** What an entry of `exports` or `imports` means where the code runs in Node. */
function target(entry: unknown, specifier: string): string {
  if (typeof entry === 'string') return entry;
  const conditional = (entry as { default?: string } | undefined)?.default;
  if (conditional === undefined) throw new Error(`${specifier} leads nowhere`);
  return conditional;
}

/** The programs of a last stage, which lie at the top of src/. */
const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  '01-socket': ['main.ts', 'client.ts'],
};
const USUAL_PROGRAMS = ['main.ts', 'check-main.ts'];

/**
 * Where a file goes: src/kv/…, test/kv/…, spec/kv/…; what serves all stages goes to src/libc and spec/runner. The programs
 * and tests of the last stage lie at the top of src/ and test/: as they did in its own folder, so that what tests run is there.
 */
export function newPlace(root: string, file: string, last: Stage): string {
  const [group = '', folder = '', kind = '', ...rest] = path.relative(root, file).split(path.sep);
  const name = rest.join('/');
  if (group === 'packages')
    return folder === 'spec' ? `spec/runner/${name}` : `src/${folder}/${name}`;
  const isLast = folder === last.name;
  const programs = PROGRAMS[folder] ?? USUAL_PROGRAMS;
  if (isLast && kind === 'src' && programs.includes(name)) return `src/${name}`;
  if (isLast && kind === 'test') return `test/${name}`;
  return `${kind}/${layerOf(folder)}/${name}`;
}

/** '04-kv' is the layer kv. */
export function layerOf(stageName: string): string {
  return stageName.replace(/^\d+-/, '');
}
