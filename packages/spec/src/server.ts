// Starts the servers that tests run against, each on a free loopback port, and waits until it is ready.

import net from 'node:net';
import { LAUNCH } from '@byor/launch';
import { type Launch, ServerProcess } from './process.ts';
import { findStage, runFolder } from './repository.ts';
import { splitWords } from './text.ts';

const START_TIMEOUT_MS = 15_000;
/** As redis-server says it, of any port. */
const REDIS_READY = 'Ready to accept connections';
const PORT_TAKEN = 'Address already in use';
const MOST_PORTS = 5;
const READY = /Ready to accept connections at (\S+):(\d+)\s*$/m;

interface Address {
  readonly host: string;
  readonly port: number;
}

/** A server that takes connections. It is ended with this process at the latest. */
export interface RunningServer extends Address {
  readonly name: string;
  readonly pid: number;
  alive(): boolean;
  ended(withinMs: number): Promise<boolean>;
  output(): string;
  lastWords(): string;
  stop(): Promise<number | null>;
}

/** Starts a stage of this repository, or the copy of it that is the working directory; `flags` as on its command line. */
export async function startStage(
  stage: string,
  flags: readonly string[] = [],
): Promise<RunningServer> {
  const found = findStage(stage);
  const { name } = found;
  const args = [LAUNCH, 'src/main.ts', '--port', '0', ...flags];
  return start({ name: `stage ${name}`, file: process.execPath, args, cwd: runFolder(found) });
}

/**
 * Starts redis-server without persistence and with DEBUG allowed; `flags` as on its command line. It cannot choose a free port
 * itself, and another process may have taken ours meanwhile: then with the next.
 */
export async function startRedis(
  flags: readonly string[] = [],
  nextPort = freePort,
): Promise<RunningServer> {
  const fixed = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--daemonize', 'no'];
  const args = [...fixed, '--enable-debug-command', 'yes', ...flags];
  for (let tries = 1; ; tries++) {
    const port = await nextPort();
    const launch = {
      name: 'redis-server',
      file: 'redis-server',
      args: ['--port', String(port), ...args],
    };
    try {
      return await start(launch, (output) =>
        output.includes(REDIS_READY) ? { host: '127.0.0.1', port } : undefined,
      );
    } catch (error) {
      if (tries === MOST_PORTS || !(error as Error).message.includes(PORT_TAKEN)) throw error;
    }
  }
}

/** Starts any server: {port} in its command line becomes a free port; without it its ready line says the port. */
export async function startCommand(commandLine: string): Promise<RunningServer> {
  const port = commandLine.includes('{port}') ? await freePort() : undefined;
  const words = splitWords(commandLine).map((word) => word.replaceAll('{port}', String(port)));
  const [file, ...args] = words;
  if (!file) throw new Error('the command is empty');
  const launch = { name: commandLine, file, args, group: true };
  return port === undefined ? start(launch) : start(launch, () => tryPort(port), port);
}

/** Where it listens, once it does; told by what it printed, or by a try. */
type FindAddress = (output: string) => Address | undefined | Promise<Address | undefined>;

async function start(
  launch: Launch,
  find: FindAddress = readReadyLine,
  tried?: number,
): Promise<RunningServer> {
  const server = new ServerProcess(launch);
  try {
    const address = await waitUntilReady(server, find, tried);
    return Object.assign(server, address);
  } catch (error) {
    await server.stop();
    const message = `${launch.name} did not start: ${(error as Error).message}`;
    throw new Error(`${message}\n${server.output().trim()}`.trim());
  }
}

/** Polls until there is an address, the process died, or time is up. */
async function waitUntilReady(
  server: ServerProcess,
  find: FindAddress,
  tried: number | undefined,
): Promise<Address> {
  const giveUpAt = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < giveUpAt) {
    if (!server.alive()) throw new Error(`it ${server.ending()}`);
    const address = await find(server.output());
    if (address) return address;
    await server.ended(POLL_MS);
  }
  throw new Error(notReady(tried));
}

const POLL_MS = 15;

/** A server that says where it listens is taken at its word: a probe would be its first client. */
function readReadyLine(output: string): Address | undefined {
  const ready = READY.exec(output);
  if (!ready) return undefined;
  return { host: String(ready[1]).replace(/^\[|\]$/g, ''), port: Number(ready[2]) };
}

function tryPort(port: number): Promise<Address | undefined> {
  const address = { host: '127.0.0.1', port };
  return new Promise((resolve) => {
    const socket = net.connect(address);
    const done = (found: Address | undefined) => {
      socket.destroy();
      resolve(found);
    };
    socket.once('connect', () => done(address));
    socket.once('error', () => done(undefined));
  });
}

function notReady(port: number | undefined): string {
  const within = `within ${START_TIMEOUT_MS / 1000} s`;
  if (port !== undefined) return `nothing took connections at 127.0.0.1:${port} ${within}`;
  return (
    `${within} it printed no line that ends "Ready to accept connections at 127.0.0.1:6379"; ` +
    'print one, or put {port} into the command'
  );
}

/** A loopback port on which nothing listens now. */
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
