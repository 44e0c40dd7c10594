// What search engines, messengers and browsers read of a page: its address, its picture, its colours.

import type { HeadConfig, PageData } from 'vitepress';

/** Where the site is published, without a slash at the end; a fork says its own. */
export const SITE =
  process.env.BYOR_SITE_URL ?? 'https://from-socket-to-sorted-set.github.io/course';

export const linkOf = (relativePath: string) =>
  `/${relativePath.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '')}`;

/** On every page. `base` ends with a slash. */
export const icons = (base: string): HeadConfig[] => [
  ['link', { rel: 'icon', type: 'image/svg+xml', href: `${base}favicon.svg` }],
  ['link', { rel: 'icon', sizes: '32x32', href: `${base}favicon.ico` }],
  ['link', { rel: 'apple-touch-icon', href: `${base}apple-touch-icon.png` }],
  ['meta', { name: 'theme-color', content: '#b8412c' }],
];

export function openGraph({ relativePath, title, description }: PageData): HeadConfig[] {
  const address = `${SITE}${linkOf(relativePath)}`;
  const properties = {
    'og:type': 'article',
    'og:site_name': 'From Socket to Sorted Set',
    'og:title': title,
    'og:description': description,
    'og:url': address,
    'og:image': `${SITE}/card.png`,
    'og:image:width': '1200',
    'og:image:height': '630',
    'og:image:alt': 'From Socket to Sorted Set: build your own Redis in TypeScript',
  };
  return [
    ['link', { rel: 'canonical', href: address }],
    ['meta', { name: 'twitter:card', content: 'summary_large_image' }],
    ...Object.entries(properties).map(
      ([property, content]): HeadConfig => ['meta', { property, content }],
    ),
  ];
}
