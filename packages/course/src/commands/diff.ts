// `course diff 03 04`: what a stage adds to another, file by file. Nothing is copied from stage to stage, so every file is new.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listStages, type Stage } from '@byor/spec/harness';
import { sourceFiles } from '../exercises/catalog.ts';
import { SITE } from '../exercises/chapter.ts';
import { UserError } from '../user-error.ts';
import { stageBelow, stageNamed } from '../workspace/places.ts';
import { type Context, give, OK, say, stageMeant } from './context.ts';

export interface AddedFile {
  readonly file: string;
  readonly lines: number;
  /** The first sentence of the comment that opens it. */
  readonly about: string;
}

export async function diff(
  context: Context,
  from: string | undefined,
  to: string | undefined,
  { web = false }: { web?: boolean | undefined },
): Promise<number> {
  const { places, out } = context;
  const word = to ?? from;
  const last = word === undefined ? stageMeant(context, undefined) : stageNamed(places, word);
  const isOneNamed = from === undefined || to === undefined;
  const first = isOneNamed ? stageBelow(places, last) : stageNamed(places, from);
  const between = listStages(places.root).filter(
    ({ number }) => number > (first?.number ?? '') && number <= last.number,
  );
  if (between.length === 0) {
    throw new UserError(
      `Name the earlier stage first: npm run course diff ${last.number} ${first?.number}`,
    );
  }
  const added = between.map((stage) => ({ stage, files: filesOf(stage) }));
  for (const { stage, files } of added) tell(context, stage, files);
  give(
    context,
    added.map(({ stage, files }) => ({ stage: stage.number, files })),
  );
  if (web) openPage(context, `${SITE}/${last.name}`);
  else
    say(
      context,
      out.colors.dim(
        `  npm run course -- diff ${first?.number ?? ''} ${last.number} --web opens the chapter\n`,
      ),
    );
  return OK;
}

function filesOf({ folder }: Stage): AddedFile[] {
  return sourceFiles(folder).map((file) => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    return { file, lines: text.split('\n').length - 1, about: openingSentence(text) };
  });
}

function openingSentence(text: string): string {
  const comment = /^((?:\/\/ .*\n)+)/.exec(text)?.[1] ?? '';
  const words = comment
    .replace(/^\/\/ /gm, '')
    .replace(/\n/g, ' ')
    .trim();
  return /^.*?[^\d]\.(?= |$)/.exec(words)?.[0].replace(/\.$/, '') ?? words;
}

function tell(context: Context, stage: Stage, files: readonly AddedFile[]): void {
  const { colors } = context.out;
  const total = files.reduce((sum, { lines }) => sum + lines, 0);
  say(context, `\n${colors.bold(stage.name)} adds ${files.length} files, ${total} lines\n`);
  const width = Math.max(...files.map(({ file }) => file.length));
  for (const { file, lines, about } of files) {
    const columns = `${colors.green('+')} ${file.padEnd(width)} ${String(lines).padStart(4)}`;
    say(context, `  ${columns}  ${colors.dim(about.slice(0, 100))}`);
  }
  say(context);
}

const OPENERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** In the browser, where there is one; the address is said in any case. */
function openPage(context: Context, url: string): void {
  say(context, `  ${url}   (npm start or npm run docs serves it)\n`);
  const [program = 'xdg-open', ...args] = OPENERS[process.platform] ?? [];
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  child.once('error', () => {}); // no browser here
  child.unref();
}
