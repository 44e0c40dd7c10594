// Who is measured: a stage as its own process, with a transport or a log, and redis-server in the same two ways.
// Each starts empty, in a folder of its own that goes with it.

import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  findStage,
  quoteWord,
  ROOT,
  type RunningServer,
  startCommand,
  startRedis,
} from '@byor/spec/harness';

export interface Contestant {
  /** `07`, `07-node`, `07-everysec`, `redis`, `redis-everysec`. */
  readonly id: string;
  readonly title: string;
  /** Whose commands it knows; redis-server knows all. */
  readonly stage: string | undefined;
  /** The checkout that it comes from. */
  readonly root?: string;
  readonly transport?: string;
  readonly everysec?: boolean;
}

export const REDIS: Contestant = { id: 'redis', title: 'redis-server', stage: undefined };
const TRANSPORTS = ['epoll', 'poll', 'node'];
const FIRST_STAGE_WITH_LOG = '06';

/** The contestant of an id; `root` is where its stage is looked for. Throws when there is no such stage. */
export function contestantOf(id: string, root = ROOT): Contestant {
  const [name = '', variant] = id.split('-');
  const everysec = variant === 'everysec';
  const manner = everysec ? ', appendfsync everysec' : variant ? `, transport ${variant}` : '';
  if (name === 'redis') return { ...REDIS, id, title: `redis-server${manner}`, everysec };
  const stage = findStage(name, root);
  return {
    id: variant ? `${stage.number}-${variant}` : stage.number,
    title: `${stage.name}${manner}`,
    stage: stage.number,
    root,
    everysec,
    ...(variant && TRANSPORTS.includes(variant) && { transport: variant }),
  };
}

export interface Started extends RunningServer {
  readonly contestant: Contestant;
}

/** `nodeFlags` stand before the program of a stage. */
export async function start(
  contestant: Contestant,
  nodeFlags: readonly string[] = [],
): Promise<Started> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'byor-bench-'));
  const server = await (contestant.stage === undefined
    ? startRedis(redisFlags(contestant, folder))
    : startCommand(commandOf(contestant, folder, nodeFlags)));
  const end = server.stop.bind(server);
  const stop = async () => {
    const code = await end();
    rmSync(folder, { recursive: true, force: true });
    return code;
  };
  return Object.assign(server, { contestant, stop: once(stop) });
}

function once<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= run();
    return running;
  };
}

function redisFlags({ everysec }: Contestant, folder: string): string[] {
  const log = everysec ? ['--appendonly', 'yes', '--appendfsync', 'everysec'] : [];
  return ['--io-threads', '1', '--dir', folder, ...log];
}

/** The command line that starts a stage as its own `start` script does, wherever we are. */
export function commandOf(
  { stage = '', root = ROOT, transport, everysec }: Contestant,
  folder: string,
  nodeFlags: readonly string[] = [],
): string {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const main = path.join(findStage(stage, root).folder, 'src/main.ts');
  const words = [process.execPath, ...nodeFlags, '--import', tsx, main, '--port', '0'];
  if (transport !== undefined) words.push('--transport', transport);
  if (stage >= FIRST_STAGE_WITH_LOG) words.push('--dir', folder);
  if (everysec) words.push('--appendonly', 'yes', '--appendfsync', 'everysec');
  return words.map(quoteWord).join(' ');
}
