// The server that is killed: how it is started on a directory, and how it ends without a word.

import { LAUNCH } from '@byor/launch';
import {
  findStage,
  freePort,
  quoteWord,
  type RunningServer,
  runFolder,
  ServerProcess,
  splitWords,
  startCommand,
} from '@byor/spec/harness';
import { newestStage, preloaded } from '../newest.ts';

export type Policy = 'always' | 'everysec' | 'no';

export interface Subject {
  readonly name: string;
  /** With {port} (or a ready line), {dir} and {policy}. */
  readonly commandLine: string;
}

/** A stage of this repository, the newest unless said otherwise, or the copy of it in the working directory. `watched`: it tells what reaches the disk. */
export function stageSubject(stage: string | undefined, watched: boolean): Subject {
  const found = stage === undefined ? newestStage() : findStage(stage);
  const watch = watched ? preloaded(new URL('./watch-syncs.ts', import.meta.url)) : [];
  const words = [process.execPath, ...watch, LAUNCH];
  words.push(`${runFolder(found)}/src/main.ts`, '--port', '0', '--dir', '{dir}');
  words.push('--appendonly', 'yes', '--appendfsync', '{policy}');
  return { name: found.name, commandLine: words.map(quoteWord).join(' ') };
}

/** A server of the user's. */
export function commandSubject(commandLine: string): Subject {
  return { name: commandLine, commandLine };
}

export class Victim {
  readonly #commandLine: string;
  #server: RunningServer | undefined;

  constructor({ commandLine }: Subject, directory: string, policy: Policy) {
    this.#commandLine = commandLine
      .replaceAll('{dir}', quoteWord(directory))
      .replaceAll('{policy}', policy);
  }

  get server(): RunningServer {
    if (this.#server === undefined) throw new Error('the server does not run');
    return this.#server;
  }

  /** Rejects when it does not take connections within 15 s: a start that fails breaks a promise too. */
  async start(): Promise<void> {
    this.#server = await startCommand(this.#commandLine);
  }

  /** Begins to start and is killed on the way. */
  async startInVain(lifeMs: number): Promise<void> {
    const port = String(await freePort());
    const [file = '', ...args] = splitWords(this.#commandLine.replaceAll('{port}', port));
    const process = new ServerProcess({ name: 'in vain', file, args, group: true });
    await process.ended(lifeMs);
    await killed(process);
  }

  async kill(): Promise<void> {
    await killed(this.server);
    this.#server = undefined;
  }

  /** Ends it in its own way, if it runs: SIGTERM. @returns the exit code, null when it had to be killed */
  async stop(): Promise<number | null | undefined> {
    const server = this.#server;
    this.#server = undefined;
    return server?.stop();
  }
}

const LONGEST_DEATH_MS = 10_000;

/** kill -9 for the process and those that it started: on POSIX they are a group of their own. */
async function killed(server: Pick<RunningServer, 'pid' | 'alive' | 'ended'>): Promise<void> {
  if (server.alive() && server.pid > 0) {
    process.kill(process.platform === 'win32' ? server.pid : -server.pid, 'SIGKILL');
  }
  if (!(await server.ended(LONGEST_DEATH_MS))) throw new Error('the server outlived kill -9');
}
