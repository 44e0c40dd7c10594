// The marks in a stage's source. In the doc comment of a function whose body the reader writes, behind everything else:
//   @exercise 2.3 The request parser      the number and title; other functions of the same exercise have the number alone
//   @tests core/request-parser: ^one      what turns green: a file in test/, and names as a pattern; or wire cases: 02/commands
//   @section Numbers that are lengths     the section of the chapter, where its heading is not the title
//   @hint …                               three of them: a nudge, the concept, a sketch

import { type FunctionSource, functionsOf } from './functions.ts';

/** One marked function. */
export interface Mark {
  /** '2.3' */
  readonly exercise: string;
  readonly title: string | undefined;
  readonly tests: readonly string[];
  readonly section: string | undefined;
  readonly hints: readonly string[];
  readonly source: FunctionSource;
}

/** The marks of a file in the order of its text. Throws where one is not as it should be, and says where. */
export function marksIn(file: string, text: string): Mark[] {
  if (!text.includes('@exercise')) return [];
  const marks = functionsOf(file, text).flatMap((source) => readMark(text, source) ?? []);
  const lost = text.split('@exercise').length - 1 - marks.length;
  if (lost > 0) {
    throw new Error(`${file}: ${lost} @exercise above what is no function with a body of its own`);
  }
  return marks;
}

function readMark(text: string, source: FunctionSource): Mark | undefined {
  const { comment } = source;
  const tags = comment ? tagsOf(text.slice(comment.start, comment.end)) : [];
  const [, exercise, title] = /^(\d+\.\d+) ?(.*)$/.exec(valuesOf(tags, 'exercise')[0] ?? '') ?? [];
  if (exercise === undefined) return undefined;
  return {
    exercise,
    title: title || undefined,
    tests: valuesOf(tags, 'tests'),
    section: valuesOf(tags, 'section')[0],
    hints: valuesOf(tags, 'hint'),
    source,
  };
}

type Tag = readonly [name: string, value: string];

/** `@name value`, a value going on over the lines that follow. */
function tagsOf(comment: string): Tag[] {
  const content = comment.replace(/^\/\*\*|\*\/$/g, '').replace(/^[ \t]*\* ?/gm, '');
  const parts = content.split(/(?:^|\n)\s*@(?=[a-z]+\b)/).slice(1);
  return parts.map((part) => {
    const [, name = '', value = ''] = /^([a-z]+)\s*([\s\S]*)$/.exec(part) ?? [];
    return [name, value.trim().replace(/\s*\n\s*/g, ' ')];
  });
}

function valuesOf(tags: readonly Tag[], name: string): string[] {
  return tags.filter(([each]) => each === name).map(([, value]) => value);
}

/** A doc comment without what the reader shall ask for: hints and tests. The title stays, so that the place is found. */
export function withoutHelp(comment: string): string {
  return comment
    .split(/\n(?=[ \t]*\*[ \t]*@|[ \t]*\*\/)/)
    .filter((part) => !/^[ \t]*\*[ \t]*@(tests|hint|section)\b/.test(part))
    .join('\n')
    .replace(/^\/\*\*\n[ \t]*\* (.*)\n[ \t]*\*\/$/, '/** $1 */');
}
