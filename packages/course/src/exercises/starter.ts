// A starter: the source of a stage with the bodies of its exercises taken out. It compiles and runs, and says whose turn it is.

import MagicString from 'magic-string';
import type { Range } from './functions.ts';
import { withoutUnusedImports } from './imports.ts';
import { marksIn, withoutHelp } from './marks.ts';

/** What a body that is still to be written says when it is called. */
export function yoursToWrite(exercise: string): string {
  return `${exercise} is yours to write`;
}

/** A file of the stage as the reader gets it. `isTaken` says which exercises are taken out; the others stay written. */
export function starterOf(
  file: string,
  text: string,
  isTaken: (exercise: string) => boolean,
): string {
  const marks = marksIn(file, text);
  if (marks.length === 0) return text;
  const changed = new MagicString(text);
  for (const { exercise, source } of marks) {
    const { comment, body } = source;
    if (comment) overwrite(changed, comment, withoutHelp(text.slice(comment.start, comment.end)));
    if (isTaken(exercise)) overwrite(changed, body, emptyBody(text, body, exercise));
  }
  return withoutUnusedImports(file, changed.toString(), text);
}

function overwrite(changed: MagicString, { start, end }: Range, text: string): void {
  if (changed.original.slice(start, end) !== text) changed.overwrite(start, end, text);
}

/** Indented as the line is on which the body ends. */
function emptyBody(text: string, { end }: Range, exercise: string): string {
  const lineStart = text.lastIndexOf('\n', end - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  return `{\n${indent}  throw new Error('${yoursToWrite(exercise)}');\n${indent}}`;
}
