// Who is measured: a stage as its own process, with a transport or a log, and redis-server in the same two ways.
// Each starts empty, in a folder of its own that goes with it.

import path from 'node:path';
import { LAUNCH } from '@byor/launch';
import {
  findStage,
  listStages,
  quoteWord,
  ROOT,
  type RunningServer,
  startCommand,
} from '@byor/spec/harness';
import { scratchFolder } from './scratch-folder.ts';

export interface Contestant {
  /** `07`, `07-node`, `07-everysec`, `redis`, `redis-everysec`. */
  readonly id: string;
  /** Whose commands it knows; redis-server knows all. */
  readonly stage: string | undefined;
  /** The checkout that it comes from. */
  readonly root?: string;
  readonly transport?: string;
  readonly everysec?: boolean;
}

/** The stages before it are no event loops. */
const FIRST_STAGE = '03';
export const STAGES = listStages()
  .map(({ number }) => number)
  .filter((number) => number >= FIRST_STAGE);
export const TRANSPORTS = ['epoll', 'poll', 'node'];
const FIRST_STAGE_WITH_LOG = '06';
/** No rewrite: one that begins in the middle of a run would be a run of its own, and Redis does it in another process. */
const LOG = '--appendonly yes --appendfsync everysec --auto-aof-rewrite-percentage 0'.split(' ');

/** What stands behind `@` in the id of a stage from another checkout. */
const ELSEWHERE = 'other';

export const elsewhere = (id: string): string => `${id}@${ELSEWHERE}`;

/** With a log the Redis that has one too. */
export function redisBeside(contestant: string): string {
  return contestant.includes('-everysec') ? 'redis-everysec' : 'redis';
}

/** The contestant of an id; `other` is where the stages with `@other` come from. Throws when there is no such stage. */
export function contestantOf(id: string, other?: string): Contestant {
  const [own = '', place] = id.split('@');
  const [name = '', variant] = own.split('-');
  const everysec = variant === 'everysec';
  if (name === 'redis') return { id, stage: undefined, everysec };
  const root = place === undefined ? ROOT : path.resolve(other ?? ROOT);
  const transport = variant !== undefined && TRANSPORTS.includes(variant) ? variant : undefined;
  const stage = findStage(name, root).number;
  return { id, stage, root, everysec, ...(transport && { transport }) };
}

export interface Started extends RunningServer {
  readonly contestant: Contestant;
}

/** `nodeFlags` and `modules` are loaded before the program of a stage. */
export async function start(
  contestant: Contestant,
  nodeFlags: readonly string[] = [],
  modules: readonly string[] = [],
): Promise<Started> {
  const folder = scratchFolder();
  const words =
    contestant.stage === undefined
      ? redisWords(contestant, folder.path)
      : wordsOf(contestant, folder.path, nodeFlags, modules);
  const server = await startCommand(words.map(quoteWord).join(' '));
  const end = server.stop.bind(server);
  const stop = async () => {
    const code = await end();
    folder.remove();
    return code;
  };
  return Object.assign(server, { contestant, stop });
}

/** Started by the same hand as a stage: in a session of its own, which is what the scheduler shares processors among. */
function redisWords({ everysec }: Contestant, folder: string): string[] {
  const fixed = ['--port', '{port}', '--bind', '127.0.0.1', '--dir', folder, '--io-threads', '1'];
  return ['redis-server', ...fixed, '--save', '', ...(everysec ? LOG : ['--appendonly', 'no'])];
}

/** The command line that starts a stage as its own `start` script does, wherever we are. */
export function wordsOf(
  { stage = '', root = ROOT, transport, everysec }: Contestant,
  folder: string,
  nodeFlags: readonly string[] = [],
  modules: readonly string[] = [],
): string[] {
  const main = path.join(findStage(stage, root).folder, 'src/main.ts');
  const imports = modules.flatMap((module) => ['--import', module]);
  const words = [process.execPath, ...nodeFlags, ...imports, LAUNCH, main, '--port', '0'];
  if (transport !== undefined) words.push('--transport', transport);
  if (stage >= FIRST_STAGE_WITH_LOG) words.push('--dir', folder);
  if (everysec) words.push(...LOG);
  return words;
}
