// Where the transcripts of one page run: its servers, each on a free port, and a folder that it knows as /tmp/data.
// Ports in the text are names: 7004 is stage 04's, 6379 the newest stage's, 71xx a redis-server's.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { LAUNCH } from '@byor/launch';
import { freePort, requireTool } from '@byor/spec';
import type { Block, Step } from './blocks.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TSX = `"${process.execPath}" --import ${pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href}`;
const LAUNCHED = `"${process.execPath}" ${LAUNCH}`;
const PORT = /\b(70\d\d|71\d\d|6379)\b/g;
const DATA = '/tmp/data';
const READY = /Ready to accept connections/;
/** redis-cli's remark on an answer that took half a second or more: a busy machine's, and no reply. */
const WAITED = /^\(\d+\.\d\ds\)$/;

/** What npm's words run; npm itself would take as long as what it starts. */
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/npm run (?:-s )?cli(?: --)?/g, 'steps/02-protocol/src/cli/main.ts --no-raw'],
  [/npm run (?:-s )?spec(?: --)?/g, 'packages/spec/src/main.ts'],
  [/npm run (?:-s )?check-aof(?: --)?/g, 'steps/07-sorted-set/src/check-main.ts'],
  [/npm run (?:-s )?course(?: --)?/g, 'packages/course/src/main.ts'],
  [/npm run (?:-s )?crash(?: --)?/g, 'packages/stress/src/crash/main.ts'],
];
const START = /^npm run step (\d\d) -- /;
const STARTS_ITSELF = /^npm run step |^redis-server |\/main\.ts --port /;

export class World {
  readonly #ports = new Map<string, number>();
  readonly #servers = new Map<number, ChildProcess>();
  readonly #groups: number[] = [];
  readonly #data = mkdtempSync(path.join(tmpdir(), 'transcript-'));
  /** Where what a reader writes is, instead of my-redis. */
  readonly #mine = path.join(this.#data, 'my-redis');
  readonly #timeoutMs: number;

  /** A command that takes longer than `timeoutMs` is ended. */
  constructor(timeoutMs = 30_000) {
    this.#timeoutMs = timeoutMs;
  }

  /** What each step of the block printed, in order. */
  async run({ kill, steps }: Pick<Block, 'kill' | 'steps'>): Promise<string[][]> {
    for (const port of kill) await this.#kill(await this.#portFor(String(port)));
    const printed: string[][] = [];
    for (const step of steps) {
      await this.#serversFor(step);
      printed.push(step.at === '$' ? await this.#shell(step.typed) : await this.#prompt(step));
    }
    return printed;
  }

  async close(): Promise<void> {
    for (const group of this.#groups) endGroup(group);
    for (const server of this.#servers.values())
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    rmSync(this.#data, { recursive: true, force: true });
  }

  /** A server that a command speaks to and that the page has not started: the stage's, without flags. */
  async #serversFor({ at, typed }: Step): Promise<void> {
    if (STARTS_ITSELF.test(typed)) return;
    const named = at === '$' ? (asAtATerminal(typed).match(PORT) ?? []) : [String(at)];
    for (const name of named) {
      const port = await this.#portFor(name);
      if (!this.#servers.has(port))
        await this.#start(`npm run step ${stageOf(name)} -- --port ${name}`);
    }
  }

  async #shell(typed: string): Promise<string[]> {
    if (START.test(typed) || typed.startsWith('redis-server ')) return this.#start(typed);
    const printed = await this.#finish(await this.#spawn(typed));
    if (/\bSHUTDOWN$/.test(typed)) await this.#gone(typed);
    return printed;
  }

  /** Lines typed at redis-cli's prompt; the course's client prints the same, and is there. */
  async #prompt({ at, typed, client = `redis-cli -p ${at}` }: Step): Promise<string[]> {
    const lacking = requireTool('redis-cli').missing;
    const child = await this.#spawn(
      lacking ? client.replace('redis-cli', 'npm run cli --') : client,
    );
    child.stdin?.end(`${typed}\n`);
    return (await this.#finish(child)).filter((line) => !WAITED.test(line));
  }

  /** Until the server that was told to end has ended. */
  async #gone(typed: string): Promise<void> {
    const port = await this.#portFor(typed.match(PORT)?.[0] ?? '');
    const server = this.#servers.get(port);
    this.#servers.delete(port);
    if (server && server.exitCode === null) await once(server, 'exit');
  }

  /** Until it is ready, or has ended because it could not be. */
  async #start(typed: string): Promise<string[]> {
    const port = await this.#portFor(typed.match(PORT)?.[0] ?? '');
    const child = await this.#spawn(typed);
    const ready = new Promise<void>((done) => {
      let said = '';
      child.stdout?.on('data', (bytes) => {
        said += bytes;
        if (READY.test(said)) done();
      });
    });
    const lines = linesFrom(child);
    await Promise.race([ready, once(child, 'exit')]);
    if (child.exitCode === null) this.#servers.set(port, child);
    return this.#inTheText(typed.startsWith('redis-server') ? [] : lines());
  }

  async #finish(child: ChildProcess): Promise<string[]> {
    const lines = linesFrom(child);
    const timer = setTimeout(() => endGroup(child.pid ?? 0), this.#timeoutMs);
    // `exit`, not `close`: a command may leave something in the background that keeps its output open.
    await once(child, 'exit');
    await new Promise(setImmediate);
    clearTimeout(timer);
    return this.#inTheText(lines());
  }

  async #spawn(typed: string): Promise<ChildProcess> {
    const command = await this.#inReality(typed);
    const env = {
      ...process.env,
      NO_COLOR: '1',
      FORCE_COLOR: '0',
      REDISCLI_HISTFILE: '/dev/null',
      BYOR_MY_REDIS: this.#mine,
    };
    // A group of its own, so that what a command leaves in the background is ended with it.
    const child = spawn('bash', ['-c', command], { cwd: ROOT, env, stdio: 'pipe', detached: true });
    this.#groups.push(child.pid ?? 0);
    return child;
  }

  async #inReality(typed: string): Promise<string> {
    let command = asAtATerminal(typed).replaceAll(DATA, this.#data);
    for (const name of new Set(command.match(PORT) ?? []))
      command = command.replaceAll(name, String(await this.#portFor(name)));
    for (const [script, file] of SCRIPTS)
      command = command.replace(script, `${file.startsWith('steps/') ? LAUNCHED : TSX} ${file}`);
    command = command.replace(START, (_, stage) => `exec ${LAUNCHED} ${mainOf(stage)} `);
    return command.replace(/\bnpx tsx /g, `${TSX} `);
  }

  #inTheText(lines: readonly string[]): string[] {
    return lines.map((line) => {
      let text = line.replaceAll(path.relative(ROOT, this.#mine), 'my-redis');
      text = text.replaceAll(this.#mine, 'my-redis').replaceAll(this.#data, DATA);
      for (const [name, port] of this.#ports) text = text.replaceAll(String(port), name);
      return text;
    });
  }

  async #portFor(name: string): Promise<number> {
    const known = this.#ports.get(name);
    if (known !== undefined) return known;
    const port = await freePort();
    this.#ports.set(name, port);
    return port;
  }

  async #kill(port: number): Promise<void> {
    const server = this.#servers.get(port);
    this.#servers.delete(port);
    if (server === undefined || server.exitCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  }
}

function endGroup(pid: number): void {
  try {
    if (pid > 0) process.kill(-pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}

/** What it has printed until asked, on both streams. */
function linesFrom(child: ChildProcess): () => string[] {
  const printed: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (bytes: Buffer) => printed.push(bytes.toString('utf8')));
  return () => {
    const lines = printed
      .join('')
      .split('\n')
      .map((line) => line.replace(/\r$/, '').replace(/^.*\r/s, '')); // what a terminal would show in the end
    if (lines.at(-1) === '') lines.pop();
    return lines;
  };
}

/** Here no client prints to a terminal: it is told to print as if it did. Without a port it is the newest stage's. */
function asAtATerminal(typed: string): string {
  const withPort = typed.replace(/(npm run (?:-s )?cli --)(?!.* -p \d)/, '$1 -p 6379');
  return withPort.replace(/\bredis-cli (?!.*--no-raw)/g, 'redis-cli --no-raw ');
}

function stages(): string[] {
  return readdirSync(path.join(ROOT, 'steps'))
    .filter((name) => /^0\d-/.test(name))
    .sort();
}

const stageOf = (port: string) =>
  port === '6379' ? (stages().at(-1) ?? '').slice(0, 2) : port.slice(2);

const mainOf = (stage: string) =>
  `steps/${stages().find((name) => name.startsWith(stage))}/src/main.ts`;
