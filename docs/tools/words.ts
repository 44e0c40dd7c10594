// How long a chapter is: the words of its text. Code, transcripts, tables and what a component draws are not text.

/** What a chapter takes to read: less explains too little, more is two chapters. */
export const CHAPTER_WORDS = { least: 2500, most: 6000 } as const;

const NOT_TEXT = [
  /^---\n[\s\S]*?\n---\n/, // front matter
  /^ *```[\s\S]*?^ *```$/gm,
  /^\|.*$/gm, // tables
  /^:::$|^::: (details|tip|warning)/gm,
  /<\/?[A-Za-z][^>]*>/g, // a `<` of the text is no tag
  /\]\([^)]*\)/g, // where a link leads
  /\{#[^}]*\}/g,
];

export function wordsOf(markdown: string): number {
  const text = NOT_TEXT.reduce((left, pattern) => left.replace(pattern, ' '), markdown);
  // A dash, a hash, a star alone is no word.
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** What is wrong with a chapter's length, in words; undefined when nothing is. */
export function lengthProblem(words: number): string | undefined {
  const { least, most } = CHAPTER_WORDS;
  if (words >= least && words <= most) return undefined;
  return `has ${words} words of text; a chapter has ${least} to ${most}`;
}
