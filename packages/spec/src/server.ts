// Starts the servers that cases run against, and ends them by their process id, whatever happens.

import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import net from 'node:net';
import { pathToFileURL } from 'node:url';
import { findStage } from './repository.ts';
import { splitWords } from './text.ts';

const START_TIMEOUT_MS = 15_000;
const STOP_TIMEOUT_MS = 3_000;
const OUTPUT_KEPT = 64 * 1024;
const READY = /Ready to accept connections at (\S+):(\d+)\s*$/m;

export interface RunningServer {
  /** For people: 'stage 04-kv', 'redis-server 7.0.15', or the command. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  /** Whether the process still runs. */
  alive(): boolean;
  /** The last of what it printed, both streams. */
  output(): string;
  /** Ends it: SIGTERM, and SIGKILL after 3 s. Resolves with the exit code, null when a signal ended it. */
  stop(): Promise<number | null>;
}

interface Launch {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Known beforehand, or undefined: then the ready line says it. */
  readonly port?: number;
  /** Whether it may start processes of its own, which must end with it. */
  readonly group?: boolean;
}

/** Starts a stage of this repository on a free port; `flags` as on its command line. */
export async function startStage(
  stage: string,
  flags: readonly string[] = [],
): Promise<RunningServer> {
  const { name, folder } = findStage(stage);
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const args = ['--import', tsx, 'src/main.ts', '--port', '0', ...flags];
  return launch({ name: `stage ${name}`, file: process.execPath, args, cwd: folder });
}

/** Starts redis-server on a free loopback port, without persistence and with DEBUG allowed. */
export async function startRedis(flags: readonly string[] = []): Promise<RunningServer> {
  const port = await freePort();
  const fixed = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const args = [...fixed, '--daemonize', 'no', '--enable-debug-command', 'yes', ...flags];
  return launch({ name: 'redis-server', file: 'redis-server', args, port });
}

/** Starts any server by its command line: {port} becomes a free port; without it the ready line says the port. */
export async function startCommand(commandLine: string): Promise<RunningServer> {
  const port = commandLine.includes('{port}') ? await freePort() : undefined;
  const words = splitWords(commandLine).map((word) => word.replaceAll('{port}', String(port)));
  const [file, ...args] = words;
  if (!file) throw new Error('the command is empty');
  return launch({ name: commandLine, file, args, group: true, ...(port && { port }) });
}

async function launch({
  name,
  file,
  args,
  cwd,
  port,
  group = false,
}: Launch): Promise<RunningServer> {
  const detached = group && process.platform !== 'win32';
  const child = spawn(file, args, { cwd, detached, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let died: string | undefined;
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-OUTPUT_KEPT);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  child.on('error', (error) => {
    died ??= error.message;
  });
  child.on('exit', (code, signal) => {
    died ??= signal ? `ended by ${signal}` : `ended with exit code ${code}`;
  });
  const endWithUs = () => endProcess(child, detached, 'SIGKILL');
  process.once('exit', endWithUs);
  child.once('exit', () => process.off('exit', endWithUs));
  const address = () => (port === undefined ? readReadyLine(output) : tryAddress(port));
  const stop = () => stopProcess(child, detached);
  try {
    const where = await waitUntilReady(address, () => died, port);
    return { name, ...where, pid: child.pid ?? 0, alive: () => !died, output: () => output, stop };
  } catch (error) {
    await stop();
    throw new Error(`${name} did not start: ${(error as Error).message}\n${output.trim()}`.trim());
  }
}

interface Address {
  readonly host: string;
  readonly port: number;
}

/** A server that says where it listens is taken at its word: a probe would be its first client. */
function readReadyLine(output: string): Address | undefined {
  const ready = READY.exec(output);
  if (!ready) return undefined;
  return { host: String(ready[1]).replace(/^\[|\]$/g, ''), port: Number(ready[2]) };
}

async function tryAddress(port: number): Promise<Address | undefined> {
  const where = { host: '127.0.0.1', port };
  return (await accepts(where)) ? where : undefined;
}

/** Polls until there is an address, the process died, or time is up. */
async function waitUntilReady(
  address: () => Address | undefined | Promise<Address | undefined>,
  died: () => string | undefined,
  port: number | undefined,
): Promise<Address> {
  const giveUpAt = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const why = died();
    if (why) throw new Error(`it ${why}`);
    const where = await address();
    if (where) return where;
    if (performance.now() > giveUpAt) throw new Error(notReady(port));
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

function notReady(port: number | undefined): string {
  const seconds = START_TIMEOUT_MS / 1000;
  if (port !== undefined)
    return `nothing took connections at 127.0.0.1:${port} within ${seconds} s`;
  return (
    `within ${seconds} s it printed no line that ends "Ready to accept connections at 127.0.0.1:6379"; ` +
    'print one, or put {port} into the command'
  );
}

function accepts({ host, port }: Address): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port });
    const done = (yes: boolean) => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

function endProcess(child: ChildProcess, group: boolean, signal: NodeJS.Signals): void {
  if (!child.pid) return;
  try {
    process.kill(group ? -child.pid : child.pid, signal);
  } catch {
    // It has ended already.
  }
}

function stopProcess(child: ChildProcess, group: boolean): Promise<number | null> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
    endProcess(child, group, 'SIGKILL');
    return Promise.resolve(child.exitCode);
  }
  return new Promise((resolve) => {
    const timer = setTimeout(endProcess, STOP_TIMEOUT_MS, child, group, 'SIGKILL');
    child.once('exit', (code) => {
      clearTimeout(timer);
      if (group) endProcess(child, group, 'SIGKILL');
      resolve(code);
    });
    endProcess(child, group, 'SIGTERM');
  });
}

/** A loopback port that nothing listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
