// `course solution 2.3`: the reference's code of one exercise, as a difference from the reader's.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Stage } from '@byor/spec/harness';
import { structuredPatch } from 'diff';
import type { Part } from '../exercises/catalog.ts';
import { functionsOf } from '../exercises/functions.ts';
import { starterOf } from '../exercises/starter.ts';
import { myFolder, shown } from '../workspace/places.ts';
import { readState } from '../workspace/state.ts';
import { type Context, give, OK, say } from './context.ts';
import { fillIn } from './fill-in.ts';
import { exerciseMeant } from './hint.ts';

interface Difference {
  readonly file: string;
  readonly name: string;
  /** Lines with ` `, `-` (the reader's) or `+` (the course's) before them. */
  readonly lines: readonly string[];
}

export interface SolutionFlags {
  /** Into the reader's files. */
  readonly write?: boolean | undefined;
  readonly yes?: boolean | undefined;
}

export async function solution(
  context: Context,
  word: string | undefined,
  { write = false, yes = false }: SolutionFlags = {},
): Promise<number> {
  const { stage, exercise } = exerciseMeant(context, word);
  const { places, out } = context;
  if (write) {
    const missing = (part: Part) => importsFor(context, stage, part);
    return fillIn(context, stage, exercise, { yes, missing });
  }
  const differences = exercise.parts.flatMap((part) => differencesOf(context, stage, part));
  const taken = readState(places).hints[exercise.id] ?? 0;
  say(context, `\n${out.colors.bold(`${exercise.id}  ${exercise.title}`)}`);
  if (taken < exercise.hints.length) {
    say(
      context,
      out.colors.dim(
        `  ${taken} of ${exercise.hints.length} hints were taken; there is another: npm run course hint ${exercise.id}`,
      ),
    );
  }
  for (const { file, name, lines } of differences) {
    say(
      context,
      `\n${out.colors.dim(shown(places, path.join(myFolder(places, stage), file)))}  ${out.colors.bold(name)}`,
    );
    for (const line of lines) say(context, colored(context, line));
  }
  say(
    context,
    out.colors.dim(
      "\n  - is yours, + is the course's. Another way that passes the tests is as right.\n",
    ),
  );
  give(context, { exercise: exercise.id, differences });
  return OK;
}

function colored({ out: { colors } }: Context, line: string): string {
  if (line.startsWith('+')) return colors.green(line);
  return line.startsWith('-') ? colors.red(line) : line;
}

/** The function, and what it calls that the reader's file does not import yet. */
function differencesOf(context: Context, stage: Stage, part: Part): Difference[] {
  const { file, name } = part;
  const { reference, mine } = textsOf(context, stage, file);
  const lines = diffLines(functionNamed(file, mine, name), functionNamed(file, reference, name));
  if (lines.length === 0) return [];
  const imports = importsFor(context, stage, part).map((line) => `+${line}`);
  return [{ file, name, lines: [...imports, ...lines] }];
}

function textsOf({ places }: Context, stage: Stage, file: string) {
  const text = readFileSync(path.join(stage.folder, file), 'utf8');
  const own = path.join(myFolder(places, stage), file);
  const mine = existsSync(own) ? readFileSync(own, 'utf8') : '';
  return { reference: starterOf(file, text, () => false), mine };
}

function importsFor(context: Context, stage: Stage, { file, name }: Part): string[] {
  const { reference, mine } = textsOf(context, stage, file);
  return missingImports(reference, mine, withoutComment(functionNamed(file, reference, name)));
}

/** As it stands alone, not indented; '' where the reader's text has no such function, or is none that parses. */
function functionNamed(file: string, text: string, name: string): string {
  try {
    const found = functionsOf(file, text).find((each) => each.name === name);
    if (found === undefined) return '';
    const lineStart = text.lastIndexOf('\n', found.whole.start) + 1;
    const lines = text.slice(lineStart, found.whole.end).split('\n');
    const indent = lines[0]?.search(/\S/) ?? 0;
    return lines.map((line) => `${line.slice(indent)}\n`).join('');
  } catch {
    return '';
  }
}

/** `import { … }` for each name that the function uses, the reference imports and the reader's file does not. */
function missingImports(reference: string, mine: string, body: string): string[] {
  return [...reference.matchAll(/^import (?:type )?\{([^}]*)\} from ('.*');$/gm)].flatMap(
    ([, names = '', from]) => {
      const missing = names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => isNamed(name.replace('type ', ''), body, mine));
      return missing.length > 0 ? [`import { ${missing.join(', ')} } from ${from};`] : [];
    },
  );
}

function withoutComment(text: string): string {
  return text.replace(/^\/\*\*[\s\S]*?\*\//, '');
}

function isNamed(name: string, body: string, mine: string): boolean {
  const word = new RegExp(`\\b${name}\\b`);
  const imported = mine.match(/^import [^;]*;/gm)?.join('\n') ?? '';
  return name !== '' && word.test(body) && !word.test(imported);
}

function diffLines(from: string, to: string): string[] {
  const { hunks } = structuredPatch('', '', from, to, '', '', { context: 100 });
  return hunks.flatMap(({ lines }) => lines).filter((line) => !line.startsWith('\\'));
}
