// The fence ```ts source=steps/01-socket/src/stream.ts#Stream.read becomes that piece of the source,
// with its file and name above; quote= in the place of source= shows again what stands elsewhere, and says where.
// What the fence itself holds must be empty.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { MarkdownRenderer } from 'vitepress';
import { anchorOf, captionOf, quoteCaptionOf } from './captions.ts';
import { type Coverage, type Gap, readCoverage, restOf } from './coverage.ts';
import { extract, type Piece } from './extract.ts';
import { type SourceFence, sourceFence } from './fences.ts';
import { MEMBER } from './member-code.ts';
import { placesQuoted } from './quotes.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

export function sourcePieces(md: MarkdownRenderer): void {
  md.core.ruler.push('source-pieces', (state) => {
    let read: Coverage | undefined;
    const coverage = () => {
      read ??= readCoverage(ROOT);
      return read;
    };
    for (const [at, token] of [...state.tokens.entries()].reverse()) {
      const fence = token.type === 'fence' ? sourceFence(token.info) : undefined;
      if (!fence) continue;
      const { file, selector } = fence;
      if (token.content.trim() !== '')
        throw new Error(`the fence of ${file}${selector && `#${selector}`} is not empty`);
      // The development server watches these: a change of the source is a change of the page.
      (state.env as { includes?: string[] }).includes?.push(path.join(ROOT, file));
      const { pieces, code, gaps } = contentOf(fence, coverage);
      token.info = isMember(pieces) ? `${fence.language} ${MEMBER}` : fence.language;
      token.content = `${code}\n`;
      token.meta = { gaps };
      const caption = new state.Token('html_block', '', 0);
      const textOf = md.utils.escapeHtml;
      caption.content = fence.quoted
        ? quoteCaptionOf(fence, pieces, placesQuoted(coverage(), fence), textOf)
        : captionOf(ROOT, fence, pieces, textOf);
      state.tokens.splice(at, 0, caption);
    }
  });
  linkGaps(md);
}

/** A class's member stands alone here, and would be read as a call. */
const isMember = ([first]: readonly Piece[]) => /\.(?!head$)/.test(first?.name ?? '');

interface Content {
  readonly pieces: readonly Piece[];
  readonly code: string;
  readonly gaps: readonly Gap[];
}

function contentOf({ file, selector }: SourceFence, coverage: () => Coverage): Content {
  if (selector !== 'rest') {
    const pieces = extract(file, readFileSync(path.join(ROOT, file), 'utf8'), selector);
    return { pieces, code: pieces.map(({ code }) => code).join('\n\n'), gaps: [] };
  }
  const covered = coverage().files.find((each) => each.file === file);
  if (covered === undefined) throw new Error(`${file} is no source of a stage`);
  return { pieces: [], ...restOf(covered) };
}

/** The lines that stand for code shown elsewhere lead there; all pages lie in one folder, so its name is enough. */
function linkGaps(md: MarkdownRenderer): void {
  const render = md.renderer.rules.fence;
  if (render === undefined || render === null) return;
  md.renderer.rules.fence = (tokens, index, options, env, self) => {
    const html = render(tokens, index, options, env, self);
    const gaps: readonly Gap[] = tokens[index]?.meta?.gaps ?? [];
    return gaps.reduce((linked, { text, file, name, page }) => {
      const shown = md.utils.escapeHtml(text);
      const href = `${path.basename(page, '.md')}#${anchorOf(file, name)}`;
      return linked.replace(shown, `<a class="gap" href="${href}">${shown}</a>`);
    }, html);
  };
}
