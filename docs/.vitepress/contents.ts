// The book's table of contents: what stands beside each page, and in which order the book is printed.

export interface Entry {
  readonly text: string;
  readonly link: string;
}

export interface Chapter extends Entry {
  /** Pages that serve: what the chapter leaves out, its commands, what changed since the stage below. */
  readonly serving: readonly Entry[];
}

const rest = (link: string): Entry => ({ text: 'The rest of the source', link });
const commands = (stage: string): Entry => ({
  text: 'Its commands',
  link: `/reference/${stage}`,
});
const difference = (pair: string): Entry => ({
  text: `From ${pair.replace('-', ' to ')}`,
  link: `/diff/${pair}`,
});

export const opening: readonly Entry[] = [
  { text: 'Introduction', link: '/introduction' },
  { text: 'How to use this course', link: '/start' },
  { text: 'Write it yourself', link: '/workbench' },
];

export const chapters: readonly Chapter[] = [
  { text: '01 Socket', link: '/01-socket', serving: [rest('/01-socket-appendix')] },
  {
    text: '02 Protocol',
    link: '/02-protocol',
    serving: [
      rest('/02-protocol-appendix'),
      { text: 'The terminal client', link: '/02-protocol-cli' },
      difference('01-02'),
    ],
  },
  {
    text: '03 Event loop',
    link: '/03-event-loop',
    serving: [rest('/03-event-loop-appendix'), difference('02-03')],
  },
  {
    text: '04 Key-value store',
    link: '/04-kv',
    serving: [
      { text: 'Memory and table', link: '/04-kv-storage' },
      { text: 'Commands and engine', link: '/04-kv-commands' },
      { text: 'Texts and numbers', link: '/04-kv-text' },
      { text: 'Administration', link: '/04-kv-admin' },
      { text: 'Users and bounds', link: '/04-kv-acl' },
      commands('04-kv'),
      difference('03-04'),
    ],
  },
  {
    text: '05 Expiry',
    link: '/05-expiry',
    serving: [
      rest('/05-expiry-appendix'),
      { text: 'Eviction', link: '/05-expiry-eviction' },
      commands('05-expiry'),
      difference('04-05'),
    ],
  },
  {
    text: '06 Append-only file',
    link: '/06-aof',
    serving: [rest('/06-aof-appendix'), commands('06-aof'), difference('05-06')],
  },
  {
    text: '07 Sorted set',
    link: '/07-sorted-set',
    serving: [rest('/07-sorted-set-appendix'), commands('07-sorted-set'), difference('06-07')],
  },
];

export const closing: readonly Entry[] = [
  { text: 'Where to go from here', link: '/where-next' },
  { text: 'What the server promises', link: '/promises' },
  { text: 'The way of one GET', link: '/hot-path' },
  { text: 'How fast it is', link: '/benchmarks' },
  { text: 'Glossary', link: '/glossary' },
];

/** The pages that are read one after another: the arrows at a page's foot lead through these. */
export const reading: readonly Entry[] = [...opening, ...chapters, ...closing];

/** Beside a page; what serves a chapter is shown beside that chapter's pages alone. Nothing folds, so nothing moves. */
function sidebarOf(open?: Chapter) {
  const stages = chapters.map(({ text, link, serving }) =>
    link === open?.link ? { text, link, items: [...serving] } : { text, link },
  );
  return [
    { text: 'Begin', items: [...opening] },
    { text: 'The stages', items: stages },
    { text: 'Beyond', items: [...closing] },
  ];
}

/** By the beginning of a page's path; the first that fits is taken, so what fits all stands last. */
export const sidebars = Object.fromEntries([
  ...chapters.flatMap((chapter) =>
    [chapter, ...chapter.serving].map(({ link }) => [link, sidebarOf(chapter)]),
  ),
  ['/', sidebarOf()],
]);

/** What comes before and after a page, by its link: for one that serves, its chapter. */
export function neighbours(link: string): { prev: Entry | false; next: Entry | false } {
  const at = reading.findIndex((entry) => entry.link === link);
  if (at >= 0) return { prev: reading[at - 1] ?? false, next: reading[at + 1] ?? false };
  const chapter = chapters.find(({ serving }) => serving.some((entry) => entry.link === link));
  return { prev: chapter ?? false, next: false };
}
