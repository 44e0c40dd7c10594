// On what it was measured: without that a figure means nothing.

import { execFileSync } from 'node:child_process';
import os from 'node:os';
import { ROOT } from '@byor/spec/harness';

export interface Machine {
  readonly processor: string;
  readonly processors: number;
  readonly memoryBytes: number;
  readonly system: string;
  readonly node: string;
  /** Undefined where there is none. */
  readonly redis?: string;
}

export interface Revision {
  /** Abbreviated; `unknown` outside of a repository. */
  readonly commit: string;
  readonly subject: string;
  /** When it was committed, ISO 8601; empty where that is unknown. */
  readonly committed: string;
  /** Files of the stages or packages differ from the commit. */
  readonly changed: boolean;
}

export function thisMachine(): Machine {
  const redis = /v=(\S+)/.exec(said('redis-server', ['--version']) ?? '')?.[1];
  return {
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    processors: os.cpus().length,
    memoryBytes: os.totalmem(),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    node: process.versions.node,
    ...(redis !== undefined && { redis }),
  };
}

export function thisRevision(root = ROOT): Revision {
  const [commit = '', committed = '', subject = ''] = (
    said('git', ['log', '-1', '--format=%h%n%cI%n%s'], root) ?? ''
  ).split('\n');
  const status = said(
    'git',
    ['status', '--porcelain', '--', 'steps', 'packages/libc', ':!*.md'],
    root,
  );
  return { commit: commit || 'unknown', subject, committed, changed: Boolean(status?.trim()) };
}

/** What a program printed; undefined when it is missing or failed. */
function said(program: string, args: readonly string[], cwd?: string): string | undefined {
  try {
    return execFileSync(program, args, {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}
