// What was recorded (docs/results), in the text: ```console result=map-at-its-limit is the whole of it,
// <Result of="map-at-its-limit.longestMs" /> one figure, <Result of="bench.zadd c50 p16 d3" /> one of `npm run bench`. A name
// that does not exist stops the build.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { type Result, recordings } from '../../transcripts/recordings.ts';

const RESULTS = path.resolve(import.meta.dirname, '../../results');

/** @throws Error when nothing of that name was recorded */
export function resultOf(name: string): Result {
  if (!(name in recordings))
    throw new Error(`no recording ${name} in docs/transcripts/recordings.ts`);
  try {
    return JSON.parse(readFileSync(path.join(RESULTS, `${name}.json`), 'utf8')) as Result;
  } catch {
    throw new Error(`${name} was not recorded yet: npm run docs:record -- ${name}`);
  }
}

/** Of the newest `npm run bench`, by the name of a cell. */
const benchRatios: Record<string, string> = JSON.parse(
  readFileSync(path.join(RESULTS, 'bench.json'), 'utf8'),
);

/** `map-at-its-limit.longestMs`, as it was printed; `bench.get c50 p16 d3`, the CPU time over redis-server's. */
export function figureOf(reference: string): string {
  const [name = '', figure = ''] = reference.split('.');
  const found = name === 'bench' ? benchRatios[figure] : printedFigure(name, figure);
  if (found === undefined) throw new Error(`the result of ${name} has no figure ${figure}`);
  return found;
}

function printedFigure(name: string, figure: string): string | undefined {
  const text = resultOf(name).printed.flat().join('\n');
  return recordings[name]?.figures?.exec(text)?.groups?.[figure];
}

function transcriptOf({ typed, printed }: Result): string {
  return typed.map((command, at) => [`$ ${command}`, ...(printed[at] ?? [])].join('\n')).join('\n');
}

function captionOf(name: string, { machine, day }: Result): string {
  return `<p class="measured">Recorded on ${day}: ${machine}. On yours: <code>npm run docs:record -- ${name}</code></p>\n`;
}

export function results(md: MarkdownRenderer): void {
  // Before anything is parsed: a line that begins with a tag would be taken for a block of HTML.
  md.core.ruler.after('normalize', 'figures', (state) => {
    state.src = state.src.replace(/<Result of="([^"]+)" ?\/>/g, (_, of: string) => figureOf(of));
  });
  md.core.ruler.push('results', (state) => {
    for (const [at, token] of [...state.tokens.entries()].reverse()) {
      const name = token.type === 'fence' && /^console.* result=(\S+)/.exec(token.info)?.[1];
      if (!name) continue;
      const result = resultOf(name);
      token.info = 'console';
      token.content = `${transcriptOf(result)}\n`;
      const caption = new state.Token('html_block', '', 0);
      caption.content = captionOf(name, result);
      state.tokens.splice(at + 1, 0, caption);
    }
  });
}
