// The fence ```ts source=steps/01-socket/src/stream.ts#Stream.read becomes that piece of the source,
// with its file and name above. What the fence itself holds must be empty.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { REPOSITORY } from '../repository.ts';
import { extract } from './extract.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

export function sourcePieces(md: MarkdownRenderer): void {
  md.core.ruler.push('source-pieces', (state) => {
    for (const [at, token] of [...state.tokens.entries()].reverse()) {
      const reference = token.type === 'fence' && /(\S+) source=(\S+)/.exec(token.info);
      if (!reference) continue;
      const [, language = '', source = ''] = reference;
      if (token.content.trim() !== '') throw new Error(`the fence of ${source} is not empty`);
      const [file, selector] = splitReference(source);
      const absolute = path.join(ROOT, file);
      const pieces = extract(file, readFileSync(absolute, 'utf8'), selector);
      // The development server watches these: a change of the source is a change of the page.
      (state.env as { includes?: string[] }).includes?.push(absolute);
      token.info = language;
      token.content = `${pieces.map(({ code }) => code).join('\n\n')}\n`;
      const caption = new state.Token('html_block', '', 0);
      caption.content = captionOf(md, file, selector, pieces[0]?.firstLine ?? 1);
      state.tokens.splice(at, 0, caption);
    }
  });
}

/** At the first `#`: a private member's name holds another one. */
function splitReference(source: string): [file: string, selector: string] {
  const hash = source.indexOf('#');
  return hash < 0 ? [source, ''] : [source.slice(0, hash), source.slice(hash + 1)];
}

function captionOf(md: MarkdownRenderer, file: string, selector: string, line: number): string {
  const { escapeHtml } = md.utils;
  const name =
    selector === '' || selector === 'head'
      ? ''
      : `<b>${escapeHtml(selector.split(',').join(', '))}</b>`;
  const href = `${REPOSITORY}/blob/main/${file}#L${line}`;
  return `<p class="source-caption"><a href="${href}">${escapeHtml(file)}</a>${name}</p>\n`;
}
