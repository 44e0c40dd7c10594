// Long lines of code fold instead of running out of their box: what is folded hangs a little deeper than its line.

import { shownSource } from './member-code.ts';

interface Line {
  readonly properties: Record<string, unknown>;
}

interface Source {
  readonly source: string;
  readonly options: { readonly lang: string; readonly meta?: { readonly __raw?: string } };
}

/** What somebody types in a transcript. */
const TYPED = /^(\$|127\.0\.0\.1:\d+>) /;

/** How deep a folded line hangs, in characters: its own indentation, and more behind the mark of a comment. */
export function hangOf(line: string): number {
  const indent = line.search(/\S|$/);
  const mark = /^(\/\*\*|\/\/|\*)\s/.exec(line.slice(indent));
  return indent + (mark === null ? 4 : mark[0].length);
}

/** For shiki: says it to the style sheet, and which lines of a transcript were typed. */
export const hangingLines = {
  name: 'hanging-lines',
  line(this: Source, node: Line, line: number): void {
    const text = shownSource(this).split('\n')[line - 1] ?? '';
    node.properties.style = `--hang:${hangOf(text)}ch`;
    if (this.options.lang === 'console' && TYPED.test(text)) node.properties.class = 'line typed';
  },
};
