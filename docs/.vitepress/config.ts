// The site: one chapter a stage. Links and pieces of source that do not resolve fail the build.

import { defineConfig } from 'vitepress';
import { REPOSITORY } from './repository.ts';
import { hangingLines } from './source/hanging-lines.ts';
import { sourcePieces } from './source/plugin.ts';
import { results } from './source/results.ts';

const BASE = process.env.BYOR_SITE_BASE ?? '/';

/** One chapter a stage; what serves rather than teaches stands in an appendix below it. */
const chapters = [
  { text: '01 Socket', link: '/01-socket' },
  { text: '02 Protocol', link: '/02-protocol' },
  { text: '03 Event loop', link: '/03-event-loop' },
  { text: '04 Key-value store', link: '/04-kv' },
  { text: '05 Expiry', link: '/05-expiry' },
  { text: '06 Append-only file', link: '/06-aof' },
  { text: '07 Sorted set', link: '/07-sorted-set' },
];

/** Our own: one that VitePress knows by name is fetched from another host while the development server runs. */
const SOURCE_ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" style="fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round"><path d="m8 7-5 5 5 5M16 7l5 5-5 5M13.5 5l-3 14"/></svg>';

const appendix = [
  { text: '01 The rest', link: '/01-socket-appendix' },
  { text: '02 The rest', link: '/02-protocol-appendix' },
  { text: '02 The terminal client', link: '/02-protocol-cli' },
  { text: '03 The rest', link: '/03-event-loop-appendix' },
  { text: '04 Commands and engine', link: '/04-kv-commands' },
  { text: '04 Texts and numbers', link: '/04-kv-text' },
  { text: '04 Administration', link: '/04-kv-admin' },
  { text: '04 Users and bounds', link: '/04-kv-acl' },
  { text: '05 The rest', link: '/05-expiry-appendix' },
  { text: '06 The rest', link: '/06-aof-appendix' },
  { text: '07 The rest', link: '/07-sorted-set-appendix' },
];

export default defineConfig({
  title: 'From Socket to Sorted Set',
  description: 'Build your own Redis in TypeScript, one runnable stage at a time',
  lang: 'en',
  base: BASE,
  cleanUrls: true,
  lastUpdated: true,
  router: { prefetchLinks: false }, // the sidebar links to every chapter: half a megabyte that nobody asked for
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `${BASE}favicon.svg` }]],
  markdown: {
    config: (md) => md.use(sourcePieces).use(results),
    theme: { light: 'github-light', dark: 'github-dark-default' },
    codeTransformers: [hangingLines],
  },
  themeConfig: {
    nav: [
      { text: 'Start here', link: '/start' },
      { text: 'Chapters', items: chapters },
    ],
    sidebar: [
      {
        text: 'The course',
        items: [
          { text: 'Start here', link: '/start' },
          { text: 'What the server promises', link: '/promises' },
          { text: 'How fast it is', link: '/benchmarks' },
        ],
      },
      { text: 'The stages', items: chapters },
      { text: 'Appendix', items: appendix },
    ],
    search: { provider: 'local' },
    outline: [2, 3],
    editLink: { pattern: `${REPOSITORY}/edit/main/docs/:path`, text: 'Mend this page' },
    socialLinks: [{ icon: { svg: SOURCE_ICON }, link: REPOSITORY, ariaLabel: 'The source' }],
    footer: { message: 'MIT licensed. Redis is a trademark of Redis Ltd.' },
  },
});
