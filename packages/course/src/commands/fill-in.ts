// `course solution 2.3 --write`: the reference's bodies of one exercise in the reader's files, for who wants to go on. What
// stood there is kept aside.

import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Stage } from '@byor/spec/harness';
import MagicString from 'magic-string';
import type { Exercise, Part } from '../exercises/catalog.ts';
import { type FunctionSource, functionsOf } from '../exercises/functions.ts';
import { UserError } from '../user-error.ts';
import { myFolder, shown } from '../workspace/places.ts';
import { type Context, FAILED, OK, say } from './context.ts';
import { stamp } from './reset.ts';

/** `missing`: import statements that a part's code needs and the reader's file lacks. */
export async function fillIn(
  context: Context,
  stage: Stage,
  exercise: Exercise,
  { yes, missing }: { yes: boolean; missing: (part: Part) => readonly string[] },
): Promise<number> {
  const { places } = context;
  const question = `Write the course's code of ${exercise.id} into your files? Yours is kept aside.`;
  if (!yes && !(await context.confirm(question, '--yes'))) return FAILED;
  const folder = myFolder(places, stage);
  const aside = path.join(places.mine, '.aside', `${stage.name}-${stamp(context.now())}`);
  for (const file of new Set(exercise.parts.map((part) => part.file))) {
    const parts = exercise.parts.filter((part) => part.file === file);
    const own = path.join(folder, file);
    mkdirSync(path.dirname(path.join(aside, file)), { recursive: true });
    cpSync(own, path.join(aside, file));
    const imports = merged(parts.flatMap(missing));
    writeFileSync(own, filled(stage, file, readFileSync(own, 'utf8'), parts, imports));
  }
  say(
    context,
    `\nWritten into ${shown(places, folder)}; what was there is in ${shown(places, aside)}.\n`,
  );
  return OK;
}

/** One statement for each module, each name once: two functions may need the same. */
function merged(imports: readonly string[]): string[] {
  const modules = new Map<string, Set<string>>();
  for (const line of imports) {
    const [, names = '', from = ''] = /^import \{ (.*) \} from (.*);$/.exec(line) ?? [];
    const known = modules.get(from) ?? new Set();
    modules.set(from, new Set([...known, ...names.split(', ')]));
  }
  return [...modules].map(([from, names]) => `import { ${[...names].join(', ')} } from ${from};`);
}

function filled(
  stage: Stage,
  file: string,
  text: string,
  parts: readonly Part[],
  imports: readonly string[],
): string {
  const reference = readFileSync(path.join(stage.folder, file), 'utf8');
  const changed = new MagicString(text);
  for (const { name } of parts) {
    const theirs = named(functionsOf(file, reference), name, file);
    const mine = named(functionsOf(file, text), name, file);
    const body = reference.slice(theirs.body.start, theirs.body.end);
    changed.overwrite(mine.body.start, mine.body.end, body);
  }
  if (imports.length > 0) changed.appendLeft(firstImport(text), `${imports.join('\n')}\n`);
  return changed.toString();
}

function named(functions: readonly FunctionSource[], name: string, file: string): FunctionSource {
  const found = functions.find((each) => each.name === name);
  if (found) return found;
  throw new UserError(
    `${file} has no ${name} any more. Put it back with its first line as it was, or look at the code: npm run course solution`,
  );
}

/** Behind the comment that opens the file. */
function firstImport(text: string): number {
  return Math.max(0, text.search(/^import /m));
}
