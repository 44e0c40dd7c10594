// Programs that tests need and that a machine may lack: found on PATH, or missed in a line that says how to get them.

import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

export type ToolName =
  | 'redis-server'
  | 'redis-cli'
  | 'redis-benchmark'
  | 'redis-check-aof'
  | 'openssl'
  | 'chromium'
  | 'python3';

export interface Tool {
  readonly name: ToolName;
  /** Where it is; undefined when it is missing. */
  readonly path: string | undefined;
  /** `describe.skipIf(tool.missing)` */
  readonly missing: boolean;
  /** One line for people: where it is, or why the tests are skipped. */
  readonly note: string;
}

const PROGRAMS: Record<ToolName, readonly string[]> = {
  'redis-server': ['redis-server'],
  'redis-cli': ['redis-cli'],
  'redis-benchmark': ['redis-benchmark'],
  'redis-check-aof': ['redis-check-aof'],
  openssl: ['openssl'],
  chromium: ['chromium', 'chromium-browser', 'google-chrome'],
  python3: ['python3'],
};

const INSTALL: Record<ToolName, string> = {
  'redis-server': 'Debian: apt-get install redis-server; macOS: brew install redis',
  'redis-cli': 'Debian: apt-get install redis-tools; macOS: brew install redis',
  'redis-benchmark': 'Debian: apt-get install redis-tools; macOS: brew install redis',
  'redis-check-aof': 'Debian: apt-get install redis-tools; macOS: brew install redis',
  openssl: 'Debian: apt-get install openssl',
  chromium: 'Debian: apt-get install chromium; macOS: brew install --cask chromium',
  python3: 'Debian: apt-get install python3; macOS: brew install python',
};

/**
 * Looks for a tool on PATH. When it is missing, prints a visible line, so that a skip is never silent;
 * with BYOR_REQUIRE_TOOLS=1 in the environment throws instead.
 */
export function requireTool(name: ToolName, env: NodeJS.ProcessEnv = process.env): Tool {
  const found = findProgram(name, env);
  if (found) return { name, path: found, missing: false, note: `${name}: ${found}` };
  const note = `skipped: needs ${name} (${INSTALL[name]})`;
  if (env.BYOR_REQUIRE_TOOLS === '1') {
    throw new Error(
      `${name} is missing and BYOR_REQUIRE_TOOLS=1 forbids to skip its tests. ${INSTALL[name]}`,
    );
  }
  console.warn(note);
  return { name, path: undefined, missing: true, note };
}

function findProgram(name: ToolName, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  for (const program of PROGRAMS[name]) {
    for (const folder of folders) {
      const found = endings.map((end) => path.join(folder, program + end)).find(isExecutable);
      if (found) return found;
    }
  }
  return undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The version of the oracle that every final case holds on. */
export const ORACLE_VERSION = '7.0';

/** What to say of a redis-server that is not the oracle; undefined when it is. */
export function warnOfVersion(version: string): string | undefined {
  if (version.startsWith(`${ORACLE_VERSION}.`)) return undefined;
  return `redis-server ${version} is not ${ORACLE_VERSION}.x, which the cases describe: some may differ`;
}

/** redis-server's version; undefined when it is missing or does not say. */
export function redisVersion(program: string | undefined): string | undefined {
  if (!program) return undefined;
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return /v=(\d+\.\d+\.\d+)/.exec(stdout ?? '')?.[1];
}
