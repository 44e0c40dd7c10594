// `course doctor`: what this machine has and lacks, what that means for the course, and how to get it.

import { accessSync, constants } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { supported, unsupportedReason } from '@byor/libc';
import { listStages } from '@byor/spec/harness';
import { hasStarted } from '../workspace/places.ts';
import { readState } from '../workspace/state.ts';
import { type Context, give, OK, RED, say } from './context.ts';

interface Finding {
  readonly what: string;
  /** `missing` is an obstacle; `absent` only means that something is skipped. */
  readonly state: 'fine' | 'absent' | 'missing';
  readonly note: string;
}

const OLDEST_NODE = [20, 19] as const;

/** Programs that some tests compare with, and how to get them. */
const TOOLS: readonly (readonly [name: string, without: string])[] = [
  [
    'redis-server',
    'the cases are not proven on it. apt-get install redis-server; brew install redis',
  ],
  ['redis-cli', 'npm run cli does. apt-get install redis-tools; brew install redis'],
  ['redis-benchmark', 'no load from it. apt-get install redis-tools; brew install redis'],
  ['python3', 'the server in another language (packages/course/examples) is not tested'],
  [
    'chromium',
    'the tests of the site are skipped. apt-get install chromium; brew install --cask chromium',
  ],
];

export async function doctor(context: Context): Promise<number> {
  const { out, env } = context;
  const findings = [
    node(),
    systemCalls(),
    ...TOOLS.map(([name, without]) => tool(name, without, env)),
    ...(await Promise.all([6379, 5173].map(port))),
    ...work(context),
  ];
  const marks = {
    fine: out.colors.green('✓'),
    absent: out.colors.yellow('-'),
    missing: out.colors.red('✗'),
  };
  say(context);
  for (const { what, state, note } of findings)
    say(context, `  ${marks[state]}  ${what.padEnd(18)} ${note}`);
  const obstacles = findings.filter(({ state }) => state === 'missing');
  say(
    context,
    obstacles.length === 0 ? '\n  Nothing is in the way.\n' : '\n  Mend what is marked ✗ first.\n',
  );
  give(context, findings);
  return obstacles.length === 0 ? OK : RED;
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  const note = isOld
    ? `the course needs ${OLDEST_NODE.join('.')}: https://nodejs.org`
    : process.execPath;
  return { what: `Node ${process.versions.node}`, state: isOld ? 'missing' : 'fine', note };
}

function systemCalls(): Finding {
  if (supported)
    return {
      what: 'system calls',
      state: 'fine',
      note: 'socket, poll and the others can be reached (koffi)',
    };
  const note = `${unsupportedReason}: stages 01 and 02 do not run here, later ones do, on node:net`;
  return { what: 'system calls', state: 'absent', note };
}

function tool(name: string, without: string, env: NodeJS.ProcessEnv): Finding {
  const place = (env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, process.platform === 'win32' ? `${name}.exe` : name))
    .find(isExecutable);
  if (place) return { what: name, state: 'fine', note: place };
  return { what: name, state: 'absent', note: `not on PATH: ${without}` };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function port(number: number): Promise<Finding> {
  const what = `port ${number}`;
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () =>
      resolve({ what, state: 'absent', note: 'taken: npm start takes the next free one' }),
    );
    server.listen(number, '127.0.0.1', () =>
      server.close(() => resolve({ what, state: 'fine', note: 'free' })),
    );
  });
}

/** The reader's own folder: whether its state can be read, and what is begun. */
function work({ places }: Context): Finding[] {
  const begun = listStages(places.root).filter((stage) => hasStarted(places, stage));
  const names = begun.map(({ number }) => number).join(', ');
  try {
    const done = Object.keys(readState(places).done).length;
    const note =
      begun.length === 0
        ? 'nothing begun yet: npm run course start 01'
        : `stages ${names}; ${done} exercises done`;
    return [{ what: 'my-redis', state: 'fine', note }];
  } catch (error) {
    return [{ what: 'my-redis', state: 'missing', note: (error as Error).message }];
  }
}
