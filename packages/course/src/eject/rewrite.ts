// A file as it stands in the ejected project: every import names the file that really has the name, by a relative path.

import path from 'node:path';
import MagicString from 'magic-string';
import type { ImportedName, Modules, Reference } from './modules.ts';

const LINE_WIDTH = 100;

/** `placeOf`: where a file of the repository goes, relative to the project. */
export type PlaceOf = (file: string) => string;

export function rewritten(modules: Modules, file: string, placeOf: PlaceOf): string {
  const { text, references } = modules.read(file);
  const changed = new MagicString(text);
  for (const each of references) {
    const target = modules.workspace.resolve(each.specifier, file);
    if (target === undefined) continue;
    changed.overwrite(each.start, each.end, statement(modules, file, target, each, placeOf));
  }
  return changed.toString();
}

function statement(
  modules: Modules,
  file: string,
  target: string,
  { keyword, names, isType, start, end }: Reference,
  placeOf: PlaceOf,
): string {
  const pathTo = (to: string) => relativePath(placeOf(file), placeOf(to));
  if (keyword === 'dynamic') {
    const written = modules.read(file).text.slice(start, end);
    return written.replace(/(['"]).*\1/, `'${pathTo(target)}'`);
  }
  if (names.length === 0) return `${keyword} '${pathTo(target)}';`;
  const isWhole = names.some(({ imported }) => imported === '*');
  if (isWhole) return whole(modules, target, { keyword, name: names[0] as ImportedName, pathTo });
  const byOrigin = new Map<string, string[]>();
  for (const name of names) {
    const origin = modules.origin(target, name.imported);
    const list = byOrigin.get(origin.file) ?? [];
    byOrigin.set(origin.file, [...list, clause(name, origin.name, isType)]);
  }
  const opening = isType ? `${keyword} type` : keyword;
  return [...byOrigin]
    .map(([origin, clauses]) => formatted(opening, clauses, pathTo(origin)))
    .join('\n');
}

/** `export * from` and `import * as`. What a barrel hands on is named, since the barrel does not come along. */
function whole(
  modules: Modules,
  target: string,
  to: { keyword: string; name: ImportedName; pathTo: (file: string) => string },
): string {
  const { keyword, name, pathTo } = to;
  if (keyword === 'import') return `import * as ${name.local} from '${pathTo(target)}';`;
  if (!modules.read(target).isBarrel) return `export * from '${pathTo(target)}';`;
  const origins = modules.exportsOf(target).map((each) => modules.origin(target, each).file);
  return [...new Set(origins)].map((file) => `export * from '${pathTo(file)}';`).join('\n');
}

function clause({ local, isType }: ImportedName, original: string, isAllTypes: boolean): string {
  const type = isType && !isAllTypes ? 'type ' : '';
  return type + (original === local ? local : `${original} as ${local}`);
}

function formatted(opening: string, clauses: readonly string[], from: string): string {
  const isAllTypes = clauses.every((each) => each.startsWith('type '));
  const start = isAllTypes ? `${opening} type` : opening;
  const names = isAllTypes ? clauses.map((each) => each.slice('type '.length)) : clauses;
  const line = `${start} { ${names.join(', ')} } from '${from}';`;
  if (line.length <= LINE_WIDTH) return line;
  return `${start} {\n${names.map((name) => `  ${name},\n`).join('')}} from '${from}';`;
}

function relativePath(from: string, to: string): string {
  const found = path.posix.relative(path.posix.dirname(from), to);
  return found.startsWith('.') ? found : `./${found}`;
}
