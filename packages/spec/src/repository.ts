// Where the stages and their cases lie.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WireCase } from './case.ts';

export const ROOT = path.resolve(import.meta.dirname, '../../..');

export interface Stage {
  /** '04' */
  readonly number: string;
  /** '04-kv' */
  readonly name: string;
  readonly folder: string;
}

/** The stages in their order. */
export function listStages(root = ROOT): Stage[] {
  return readdirSync(path.join(root, 'steps'))
    .filter((name) => /^\d\d-/.test(name))
    .sort()
    .map((name) => ({ number: name.slice(0, 2), name, folder: path.join(root, 'steps', name) }));
}

/** Finds a stage by '04', '4' or '04-kv'; an error names those there are. */
export function findStage(text: string, root = ROOT): Stage {
  const stages = listStages(root);
  const found = stages.find(
    ({ number, name }) => text.padStart(2, '0') === number || text === name,
  );
  if (found) return found;
  throw new Error(`there is no stage "${text}": ${stages.map((stage) => stage.name).join(', ')}`);
}

/** Where a stage is run from: the working directory where that holds a copy of it (my-redis/04-kv), else steps/. */
export function runFolder({ name, folder }: Stage, cwd = process.cwd()): string {
  const manifest = path.join(cwd, 'package.json');
  if (!existsSync(manifest)) return folder;
  return JSON.parse(readFileSync(manifest, 'utf8')).name === `@byor/${name}` ? cwd : folder;
}

/** A case with all that follows from where it was found. */
export interface LocatedCase extends WireCase {
  /** '04/strings/set-nx' */
  readonly fullId: string;
  readonly stage: Stage;
  /** 'strings' */
  readonly topic: string;
  /** 'docs/04-kv.md', with '#section' where the case, or its file for all of its cases, names one. */
  readonly chapter: string;
}

/** Every case of every stage, in the order of stages and files. Throws when two share an id. */
export async function loadCases(root = ROOT): Promise<LocatedCase[]> {
  const cases: LocatedCase[] = [];
  for (const stage of listStages(root)) {
    const folder = path.join(stage.folder, 'spec');
    if (!existsSync(folder)) continue;
    for (const file of readdirSync(folder).sort()) {
      if (file.endsWith('.ts')) cases.push(...(await loadFile(stage, folder, file)));
    }
  }
  const seen = new Set<string>();
  for (const { fullId } of cases) {
    if (seen.has(fullId)) throw new Error(`two cases are called ${fullId}`);
    seen.add(fullId);
  }
  return cases;
}

async function loadFile(stage: Stage, folder: string, file: string): Promise<LocatedCase[]> {
  const url = pathToFileURL(path.join(folder, file)).href;
  const module: { cases?: unknown; section?: string } = await import(/* @vite-ignore */ url);
  if (!Array.isArray(module.cases)) {
    throw new Error(`steps/${stage.name}/spec/${file} must export an array called cases`);
  }
  const topic = file.replace(/\.ts$/, '');
  return (module.cases as WireCase[]).map((wireCase) => {
    const section = wireCase.section ?? module.section;
    const chapter = `docs/${stage.name}.md${section ? `#${section}` : ''}`;
    return {
      ...wireCase,
      stage,
      topic,
      fullId: `${stage.number}/${topic}/${wireCase.id}`,
      chapter,
    };
  });
}

/** Whether a case holds at this stage ('04'). */
export function holdsAt(wireCase: LocatedCase, stage: string): boolean {
  const from = wireCase.from ?? wireCase.stage.number;
  return from <= stage && (wireCase.until === undefined || stage <= wireCase.until);
}
