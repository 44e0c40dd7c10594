// The figures that long runs leave behind: results/<name>.json, from which docs/promises.md is made.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from '@byor/spec/harness';

export const RESULTS = path.resolve(import.meta.dirname, '../results');

export interface RunResult {
  /** `fuzz`, `load`, `soak`, `crash`. */
  readonly run: string;
  /** The command that does it again. */
  readonly command: string;
  /** ISO date. */
  readonly date: string;
  /** The code that was tried: an abbreviated commit. */
  readonly commit: string;
  /** 'linux x64, 2 processors (load average 3), Node 20.20.2' */
  readonly machine: string;
  readonly figures: Readonly<Record<string, number | string>>;
}

/** Writes what a run measured where the page of promises finds it. */
export function keepResult(
  run: string,
  command: string,
  figures: RunResult['figures'],
  folder = RESULTS,
): string {
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${os.platform()} ${os.arch()}, ${os.cpus().length} processors (load average ${os.loadavg()[0]?.toFixed(0)}), Node ${process.versions.node}`;
  const result: RunResult = { run, command, date, commit: commitOf(ROOT), machine, figures };
  const file = path.join(folder, `${run}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  return file;
}

export function readResult(run: string, folder = RESULTS): RunResult | undefined {
  const file = path.join(folder, `${run}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

function commitOf(folder: string): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown'; // no git, or no repository
  }
}
