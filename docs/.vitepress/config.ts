// The site: one chapter a stage. Links and pieces of source that do not resolve fail the build.

import path from 'node:path';
import { defineConfig } from 'vitepress';
import { writePages } from '../generated/write.ts';
import { codeTheme, colourClasses } from './code-colours.ts';
import { chapters, neighbours, sidebars } from './contents.ts';
import { icons, linkOf, openGraph, SITE } from './head.ts';
import { REPOSITORY } from './repository.ts';
import { hangingLines } from './source/hanging-lines.ts';
import { memberCode } from './source/member-code.ts';
import { sourcePieces } from './source/plugin.ts';
import { results } from './source/results.ts';
import { plainly } from './source/search.ts';
import { tableLines } from './source/table-lines.ts';
import { RECALL } from './theme/exercises/remembered.ts';

const BASE = process.env.BYOR_SITE_BASE ?? '/';

/** Our own: one that VitePress knows by name is fetched from another host while the development server runs. */
const SOURCE_ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" style="fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round"><path d="m8 7-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14"/></svg>';

writePages(path.resolve(import.meta.dirname, '..'));

export default defineConfig({
  title: 'From Socket to Sorted Set',
  description: 'Build your own Redis in TypeScript, one runnable stage at a time',
  lang: 'en',
  base: BASE,
  cleanUrls: true,
  lastUpdated: true,
  router: { prefetchLinks: false }, // the sidebar links to every chapter: half a megabyte that nobody asked for
  head: [...icons(BASE), ['script', {}, RECALL]],
  // Named here, because Vite finds it only when a page fetches its engine, and then reloads that page under its reader.
  vite: {
    optimizeDeps: {
      include: ['sha2.js', 'utils.js'].map((file) => `@byor/04-kv > @noble/hashes/${file}`),
    },
  },
  sitemap: { hostname: `${SITE}/` },
  markdown: {
    config: (md) => md.use(sourcePieces).use(results),
    theme: codeTheme,
    codeTransformers: [hangingLines, memberCode, colourClasses, tableLines],
  },
  transformPageData(page) {
    Object.assign(page.frontmatter, neighbours(linkOf(page.relativePath)), page.frontmatter);
  },
  transformHead: ({ pageData }) => openGraph(pageData),
  themeConfig: {
    nav: [
      { text: 'Start here', link: '/start' },
      { text: 'Chapters', items: chapters.map(({ text, link }) => ({ text, link })) },
      { text: 'Commands', link: '/reference/' },
    ],
    sidebar: sidebars,
    search: { provider: 'local', options: { _render: plainly } },
    outline: [2, 3],
    editLink: { pattern: `${REPOSITORY}/edit/main/docs/:path`, text: 'Improve this page' },
    socialLinks: [{ icon: { svg: SOURCE_ICON }, link: REPOSITORY, ariaLabel: 'The source' }],
    footer: { message: 'MIT licensed. Redis is a trademark of Redis Ltd.' },
    notFound: {
      title: 'Nobody listens here',
      quote: 'This page refuses the connection: it has moved, or it never existed.',
      linkLabel: 'to the front page',
      linkText: 'Back to the front page',
    },
  },
});
