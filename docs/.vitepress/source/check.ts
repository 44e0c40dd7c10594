// The check of the book against the source: each line shown once, on a page of its stage; each name there, what is quoted
// shown elsewhere, no exception kept for nothing.

import {
  type Coverage,
  countedLines,
  type FileCoverage,
  type Problem,
  readCoverage,
  restOf,
  stageNumber,
  unshownLines,
} from './coverage.ts';
import type { PlacedFence } from './fences.ts';
import { placesQuoted } from './quotes.ts';

export interface StageReport {
  readonly stage: string;
  /** Lines that count, and those of them that no page shows. */
  readonly lines: number;
  readonly unshown: number;
  readonly twice: number;
}

export interface Check {
  readonly stages: readonly StageReport[];
  /** Empty when all is well. */
  readonly problems: readonly Problem[];
}

/** `notYet`: files, and folders with a `/` behind, that need not be shown wholly yet. */
export function checkBook(root: string, notYet: readonly string[]): Check {
  const coverage = readCoverage(root);
  return {
    stages: stageReports(coverage),
    problems: [
      ...coverage.problems,
      ...coverage.fences.flatMap((fence) =>
        fence.quoted ? wrongQuote(coverage, fence) : onAnotherStagesPage(fence),
      ),
      ...coverage.files.flatMap((file) => (isListed(file, notYet) ? [] : unshown(file))),
      ...coverage.files.flatMap(emptyRest),
      ...notYet.filter((entry) => !isNeeded(coverage, entry)).map(notNeeded),
    ],
  };
}

function stageReports({ files, problems }: Coverage): StageReport[] {
  const names = [...new Set(files.map(({ file }) => stageOf(file)))];
  return names.map((stage) => {
    const own = files.filter(({ file }) => stageOf(file) === stage);
    const sum = (count: (file: FileCoverage) => number) =>
      own.reduce((total, file) => total + count(file), 0);
    return {
      stage,
      lines: sum(countedLines),
      unshown: sum((file) => unshownLines(file).length),
      twice: problems.filter(
        ({ where, message }) => stageOf(where) === stage && message.startsWith('is shown twice'),
      ).length,
    };
  });
}

const stageOf = (file: string) => file.split('/')[1] ?? '';

const covers = (entry: string, file: string) =>
  entry.endsWith('/') ? file.startsWith(entry) : file === entry;

const isListed = ({ file }: FileCoverage, notYet: readonly string[]) =>
  notYet.some((entry) => covers(entry, file));

const isNeeded = ({ files }: Coverage, entry: string) =>
  files.some((file) => covers(entry, file.file) && unshownLines(file).length > 0);

const notNeeded = (entry: string): Problem => ({
  where: entry,
  message:
    'is shown wholly, or gone: take it off the list in docs/.vitepress/source/not-yet-shown.ts',
});

/** The pages of a stage, its chapter and appendices, have its number in front of their names. */
function onAnotherStagesPage({ file, page, line }: PlacedFence): Problem[] {
  const stage = stageNumber(file);
  if (stage === undefined || page.startsWith(`docs/${stage}-`)) return [];
  const message = `${file} belongs on a page of its stage, docs/${stage}-…; here it can be quoted, by quote= in the place of source=`;
  return [{ where: `${page}:${line}`, message }];
}

function wrongQuote(coverage: Coverage, quote: PlacedFence): Problem[] {
  try {
    placesQuoted(coverage, quote);
    return [];
  } catch (error) {
    return [{ where: `${quote.page}:${quote.line}`, message: (error as Error).message }];
  }
}

/** One problem a file: its unshown lines, and the fence that would show them. */
function unshown(file: FileCoverage): Problem[] {
  const lines = unshownLines(file);
  if (lines.length === 0) return [];
  const selector = lines.length === countedLines(file) ? '' : '#rest';
  return [
    {
      where: `${file.file}:${lines[0]}`,
      message: `no page shows ${ranges(lines)}; the fence \`\`\`ts source=${file.file}${selector} would`,
    },
  ];
}

/** `3, 5-9` */
function ranges(lines: readonly number[]): string {
  const spans: [from: number, to: number][] = [];
  for (const line of lines) {
    const last = spans.at(-1);
    // Lines that do not count lie between lines that belong together.
    if (last !== undefined && line - last[1] <= 3) last[1] = line;
    else spans.push([line, line]);
  }
  const named = spans.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
  return `line${lines.length === 1 ? '' : 's'} ${named.join(', ')}`;
}

function emptyRest(file: FileCoverage): Problem[] {
  if (file.rest === undefined) return [];
  try {
    restOf(file);
    return [];
  } catch (error) {
    const { page, line } = file.rest;
    return [{ where: `${page}:${line}`, message: (error as Error).message }];
  }
}
