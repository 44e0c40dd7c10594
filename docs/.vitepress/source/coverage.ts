// What the book shows of the stages' source: every line of every stage's `src/` stands once in its chapter or an appendix.
// Lines without a letter or a digit (a closing brace, an empty line) belong to what is around them and are not counted.

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { withoutExerciseMarks } from './exercise-marks.ts';
import { extract, type Piece } from './extract.ts';
import { fencesIn, type PlacedFence } from './fences.ts';

/** A piece with the fence that shows it. */
export interface ShownPiece extends Piece {
  readonly fence: PlacedFence;
}

export interface FileCoverage {
  readonly file: string;
  readonly lines: readonly string[];
  /** By line, 0-based: who shows it. */
  readonly shownBy: readonly (readonly ShownPiece[])[];
  /** The fence that shows what is left over. */
  readonly rest?: PlacedFence;
}

export interface Problem {
  /** `page:line` or `file:line`. */
  readonly where: string;
  readonly message: string;
}

export interface Coverage {
  readonly files: readonly FileCoverage[];
  /** All of the book, quotes included; those show nothing that counts. */
  readonly fences: readonly PlacedFence[];
  readonly problems: readonly Problem[];
}

/** Marks a line that stands for others. */
export const GAP = '⋯';

/** Does it count as a line to be shown? */
export const counts = (line: string): boolean => /\w/.test(line);

/** Reads all pages and all stages below `root`. A name that does not exist is a problem, not an exception. */
export function readCoverage(root: string): Coverage {
  const docs = path.join(root, 'docs');
  const pages = readdirSync(docs).filter((name) => name.endsWith('.md'));
  const fences = pages.flatMap((page) =>
    fencesIn(`docs/${page}`, readFileSync(path.join(docs, page), 'utf8')),
  );
  const problems: Problem[] = [];
  const names = sourceFiles(root);
  const showing = fences.filter(({ quoted }) => !quoted);
  for (const { file, page, line } of showing.filter(({ file }) => stageNumber(file) !== undefined))
    if (!names.includes(file))
      problems.push({ where: `${page}:${line}`, message: `there is no ${file}` });
  const files = names.map((file) =>
    coverageOf(
      file,
      readFileSync(path.join(root, file), 'utf8'),
      showing.filter((fence) => fence.file === file),
      problems,
    ),
  );
  return { files, fences, problems: [...problems, ...files.flatMap(shownTwice)] };
}

/** `02` for a file of stage 02's source; undefined for a file that is no source of a stage. */
export const stageNumber = (file: string): string | undefined =>
  /^steps\/(\d\d)-[^/]+\/src\//.exec(file)?.[1];

function sourceFiles(root: string): string[] {
  const stages = readdirSync(path.join(root, 'steps')).filter((name) => /^\d\d-/.test(name));
  return stages.sort().flatMap((stage) => {
    const folder = `steps/${stage}/src`;
    const names = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
    return names
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name.split(path.sep).join('/')}`)
      .sort();
  });
}

function coverageOf(
  file: string,
  text: string,
  fences: readonly PlacedFence[],
  problems: Problem[],
): FileCoverage {
  const lines = text.split('\n');
  const shownBy: ShownPiece[][] = lines.map(() => []);
  for (const fence of fences.filter(({ selector }) => selector !== 'rest')) {
    try {
      for (const piece of extract(file, text, fence.selector)) {
        const shown = { ...piece, fence };
        for (let at = piece.firstLine - 1; at < piece.lastLine; at++) shownBy[at]?.push(shown);
      }
    } catch (error) {
      problems.push({ where: `${fence.page}:${fence.line}`, message: (error as Error).message });
    }
  }
  const [rest, ...more] = fences.filter(({ selector }) => selector === 'rest');
  for (const { page, line } of more)
    problems.push({ where: `${page}:${line}`, message: `the rest of ${file} is shown twice` });
  return { file, lines, shownBy, ...(rest === undefined ? {} : { rest }) };
}

/** The first line of each piece that another shows as well. */
function shownTwice({ file, lines, shownBy }: FileCoverage): Problem[] {
  const said = new Set<string>();
  return lines.flatMap((line, at) => {
    const [one, ...others] = shownBy[at] ?? [];
    if (!counts(line) || one === undefined || others.length === 0) return [];
    const places = [one, ...others].map(({ fence }) => `${fence.page}:${fence.line}`).join(', ');
    if (said.has(places)) return [];
    said.add(places);
    return [{ where: `${file}:${at + 1}`, message: `is shown twice: ${places}` }];
  });
}

/** The lines that no page shows, 1-based. */
export function unshownLines({ lines, shownBy, rest }: FileCoverage): number[] {
  if (rest !== undefined) return [];
  return lines.flatMap((line, at) => (counts(line) && shownBy[at]?.length === 0 ? [at + 1] : []));
}

/** How many lines of a file count. */
export const countedLines = ({ lines }: FileCoverage) => lines.filter(counts).length;

/** A line of the rest that stands for code which is shown elsewhere. */
export interface Gap {
  readonly text: string;
  readonly file: string;
  /** The first piece it stands for, and the page that shows it. */
  readonly name: string;
  readonly page: string;
}

export interface Rest {
  readonly code: string;
  readonly gaps: readonly Gap[];
}

/** What no other fence shows of a file; where something is left out, a line says what it is and where it stands. */
export function restOf({ file, lines, shownBy }: FileCoverage): Rest {
  const gaps: Gap[] = [];
  const out: string[] = [];
  let open: Set<ShownPiece> | undefined;
  let indent = '';
  const close = () => {
    const closed = gapsOf(file, open ?? new Set());
    out.push(...closed.map(({ text }) => indent + text));
    gaps.push(...closed);
    open = undefined;
  };
  for (const [at, line] of lines.entries()) {
    const pieces = shownBy[at] ?? [];
    if (pieces.length > 0) {
      if (open === undefined) indent = /^\s*/.exec(line)?.[0] ?? '';
      open = new Set([...(open ?? []), ...pieces]);
    } else if (line.trim() !== '') {
      if (open !== undefined) close();
      if (lines[at - 1] === '') out.push('');
      out.push(line);
    } else if (open === undefined) out.push('');
  }
  if (open !== undefined) close();
  if (out.every((line) => line.includes(GAP) || !counts(line)))
    throw new Error(`nothing is left of ${file}: other pieces show all of it`);
  const code = out
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return { code: withoutExerciseMarks(code), gaps };
}

/** `// ⋯ read, writeAll → 01 Socket · 3. Read what has come`, a line for each section. */
function gapsOf(file: string, pieces: ReadonlySet<ShownPiece>): Gap[] {
  const sections = new Map<string, Set<ShownPiece>>();
  for (const piece of pieces) {
    const place = `${piece.fence.title} · ${piece.fence.section}`;
    sections.set(place, (sections.get(place) ?? new Set()).add(piece));
  }
  return [...sections].map(([place, inSection]) => {
    const [first] = inSection;
    const names = [...inSection].map(({ name }) => (name === 'head' ? 'the imports' : name));
    const { name = '', fence } = first ?? {};
    return {
      text: `// ${GAP} ${names.join(', ')} → ${place}`,
      file,
      name,
      page: fence?.page ?? '',
    };
  });
}
