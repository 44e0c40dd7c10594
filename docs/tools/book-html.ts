// The pages of the site as sections of one document: links between them stay inside it, and what runs only in a page
// says so.

import type { Page } from 'playwright-core';
import { chapters, closing, type Entry, opening } from '../.vitepress/contents.ts';

export interface BookPage extends Entry {
  readonly html: string;
}

/** The appendices stand behind the chapters, in their order. What is made for looking up is left to the site. */
export function bookEntries(appendices: boolean): Entry[] {
  const serving = chapters.flatMap((chapter) =>
    chapter.serving
      .filter(({ link }) => !/^\/(reference|diff)\//.test(link))
      .map(({ text, link }) => ({ text: `${chapter.text}: ${text}`, link })),
  );
  return [...opening, ...chapters, ...closing, ...(appendices ? serving : [])];
}

/** `root`: where the site begins, without a slash at the end. */
export async function takePage(page: Page, root: string, entry: Entry): Promise<BookPage> {
  await page.goto(root + entry.link, { waitUntil: 'load' });
  return takeOpenPage(page, root, entry);
}

/**
 * What the open page says, without what only a screen needs. Ids get the page's name in front, so that none stands twice.
 * The page is of no use afterwards.
 */
export async function takeOpenPage(page: Page, root: string, entry: Entry): Promise<BookPage> {
  const html = await page.evaluate(
    ([site, own]) => {
      const text = document.querySelector('.vp-doc') as HTMLElement;
      for (const each of text.querySelectorAll('button, .writes-switch, .header-anchor, span.lang'))
        each.remove();
      for (const each of text.querySelectorAll('.vis')) {
        const note = document.createElement('p');
        note.className = 'on-the-site';
        note.textContent = `On the site, this runs here: ${each.getAttribute('aria-label')}.`;
        each.replaceWith(note);
      }
      for (const each of text.querySelectorAll('details')) each.open = true;
      for (const each of text.querySelectorAll('[id]')) each.id = `${own}--${each.id}`;
      for (const link of text.querySelectorAll<HTMLAnchorElement>('a[href]')) {
        if (!link.href.startsWith(`${site}/`)) continue;
        const [place = '', id] = link.href.slice(site.length + 1).split('#');
        const name = place.replaceAll('/', '-');
        link.setAttribute('href', id === undefined ? `#${name}` : `#${name}--${id}`);
      }
      return text.innerHTML;
    },
    [root, nameOf(entry.link)] as const,
  );
  return { ...entry, html };
}

const nameOf = (link: string) => link.slice(1).replaceAll('/', '-');

const PAPER = `
  :root { --vp-font-family-base: Georgia, "Times New Roman", serif; --vp-nav-height: 0px; --code-size: 11px; --least-code-size: 7px; }
  body { max-width: 46rem; margin: 0 auto; padding: 2rem; background: #fff; }
  .cover { display: flex; flex-direction: column; justify-content: center; min-height: 85vh; }
  .cover h1 { font-size: 44px; line-height: 1.1; letter-spacing: -0.02em; }
  .cover p { color: #555; font-size: 20px; }
  nav.vp-doc ol { padding: 0; line-height: 1.9; list-style: none; }
  nav.vp-doc a { color: inherit; text-decoration: none; }
  section { break-before: page; }
  h2, h3, .source-caption { break-after: avoid; }
  figure, .custom-block, tr { break-inside: avoid; }
  .vp-doc table { display: table; width: 100%; }
  .on-the-site { padding: 8px 14px; border: 1px solid #ccc; border-radius: 8px; color: #555; font-style: italic; }
  .vp-doc div[class*="language-"] code { line-height: 1.5; }
  @media print { body { max-width: none; padding: 0; font-size: 11pt; } }
`;

export function bookHtml(pages: readonly BookPage[], styles: string): string {
  const contents = pages.map(({ text, link }) => `<li><a href="#${nameOf(link)}">${text}</a></li>`);
  const sections = pages.map(
    ({ link, html }) => `<section id="${nameOf(link)}" class="vp-doc">${html}</section>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>From Socket to Sorted Set</title><style>${styles}${PAPER}</style></head>
<body><div class="cover"><h1>From Socket to Sorted Set</h1><p>Build your own Redis in TypeScript, one runnable stage at a time</p></div>
<nav class="vp-doc" aria-label="Contents"><h2>Contents</h2><ol>${contents.join('')}</ol></nav>
${sections.join('\n')}</body></html>
`;
}
