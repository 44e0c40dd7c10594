// What stands above a piece of code: its file and name, and whether it is new or takes the place of something.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from '../repository.ts';
import { extract, type Piece } from './extract.ts';
import type { SourceFence } from './fences.ts';
import type { Place } from './quotes.ts';

/** Where a link to a piece leads: unique on a page, since a piece is shown once. */
export function anchorOf(file: string, name: string): string {
  const base = file.replace(/^steps\/[^/]+\/src\//, '').replace(/\.ts$/, '');
  return `code-${base}${name === '' ? '' : `-${name}`}`.replace(/[^\w.-]+/g, '-');
}

/** HTML; `textOf` escapes. */
export function captionOf(
  root: string,
  fence: SourceFence,
  pieces: readonly Piece[],
  textOf: (text: string) => string,
): string {
  const { file, selector } = fence;
  const id = anchorOf(file, selector === 'rest' ? 'rest' : (pieces[0]?.name ?? ''));
  const others = pieces.slice(1).map((piece) => `<a id="${anchorOf(file, piece.name)}"></a>`);
  const note =
    file.startsWith('steps/') && selector !== 'rest' ? noteOf(root, fence, pieces) : undefined;
  const exercises = [...new Set(pieces.flatMap((piece) => piece.exercises))];
  const [kind, mark] = exercises.length === 0 ? ['', ''] : [' of-exercise', markOf(exercises)];
  return (
    `<p class="source-caption${kind}" id="${id}">${others.join('')}` +
    `${whatIsShown(fence, pieces, textOf)}${mark}${note === undefined ? '' : noted(note)}</p>\n`
  );
}

const markOf = (exercises: readonly string[]) =>
  `<ExerciseMark exercise="${exercises.join(' and ')}" />`;

/** Above a quote: it leads to where the piece stands, and nothing leads to it. All pages lie in one folder. */
export function quoteCaptionOf(
  fence: SourceFence,
  pieces: readonly Piece[],
  places: readonly Place[],
  textOf: (text: string) => string,
): string {
  const links = places.map(
    ({ page, anchor, title }) =>
      `<a href="${path.basename(page, '.md')}#${anchor}">${textOf(title)}</a>`,
  );
  return (
    `<p class="source-caption quoted">${whatIsShown(fence, pieces, textOf)}` +
    `${noted(`quoted from ${links.join(' and ')}`)}</p>\n`
  );
}

function whatIsShown(
  { file, selector }: SourceFence,
  pieces: readonly Piece[],
  textOf: (text: string) => string,
): string {
  const names = pieces.map(({ name }) => name).filter((name) => name !== '' && name !== 'head');
  const shown = selector === 'rest' ? 'the rest of it' : names.join(', ');
  const name = shown === '' ? '' : `<b>${textOf(shown)}</b>`;
  return `<a href="${sourceLink(file, pieces[0]?.firstLine ?? 1)}">${textOf(file)}</a>${name}`;
}

const noted = (note: string) => `<span class="source-note">${note}</span>`;

const sourceLink = (file: string, line: number) => `${REPOSITORY}/blob/main/${file}#L${line}`;

const linkTo = (file: string, line: number, text: string) =>
  `<a href="${sourceLink(file, line)}">${text}</a>`;

/** @throws Error when what is said to be replaced does not exist */
function noteOf(root: string, fence: SourceFence, pieces: readonly Piece[]): string {
  const { file, selector, replaces } = fence;
  if (replaces !== undefined) {
    const text = readFileSync(path.join(root, replaces.file), 'utf8');
    const line = extract(replaces.file, text, replaces.selector)[0]?.firstLine ?? 1;
    const name = replaces.selector === '' ? path.basename(replaces.file) : replaces.selector;
    return `replaces ${linkTo(replaces.file, line, `${name} of ${stageOf(replaces.file)}`)}`;
  }
  const overridden = pieces.find(({ overrides }) => overrides !== undefined);
  if (overridden?.overrides !== undefined) {
    const owner = classBelow(root, file, overridden.overrides);
    if (owner) return `overrides ${linkTo(owner.file, owner.line, owner.name)}`;
  }
  const below = selector === '' ? sameFileBelow(root, file) : undefined;
  if (below !== undefined) return `takes the place of ${linkTo(below, 1, stageOf(below))}’s`;
  return selector === '' ? 'new file' : 'new';
}

const stageOf = (file: string) => file.split('/')[1] ?? '';

/** The stages up to that of the file, the nearest first. */
function stagesUpTo(root: string, file: string): string[] {
  const stages = readdirSync(path.join(root, 'steps')).filter((name) => /^\d\d-/.test(name));
  return stages
    .filter((stage) => stage <= stageOf(file))
    .sort()
    .reverse();
}

interface Owner {
  readonly file: string;
  readonly line: number;
  readonly name: string;
}

function classBelow(root: string, file: string, name: string): Owner | undefined {
  for (const stage of stagesUpTo(root, file)) {
    const folder = `steps/${stage}/src`;
    const files = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
    for (const each of files.filter((entry) => entry.endsWith('.ts'))) {
      const lines = readFileSync(path.join(root, folder, each), 'utf8').split('\n');
      const at = lines.findIndex((line) => new RegExp(`\\bclass ${name}\\b`).test(line));
      if (at >= 0) return { file: `${folder}/${each}`, line: at + 1, name: `${name} of ${stage}` };
    }
  }
  return undefined;
}

/** A stage's main.ts, layers.ts, … do again what those of the stage below did. */
function sameFileBelow(root: string, file: string): string | undefined {
  const within = file.split('/').slice(2).join('/');
  return stagesUpTo(root, file)
    .slice(1)
    .map((stage) => `steps/${stage}/${within}`)
    .find((candidate) => existsSync(path.join(root, candidate)));
}
