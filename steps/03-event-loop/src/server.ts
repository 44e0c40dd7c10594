// What every server of the course has around it: flags, one line when it is ready, a clean end on SIGINT and SIGTERM.

import { parsePort } from '@byor/02-protocol';
import { formatEndpoint } from '@byor/libc';
import { Command, Option } from 'commander';
import type { Loop } from './loop/event-loop.ts';
import { StartError } from './start-error.ts';
import { addTlsOptions, readTlsKeys, type TlsOptions } from './tls-options.ts';
import { chooseTransport, TRANSPORTS } from './transport/choose-transport.ts';
import type { ListenAddress, Listener, Open, Transport } from './transport/transport.ts';

export interface ServerOptions extends TlsOptions {
  /** 0: any that is free; beside a tlsPort none, as in Redis. */
  port: number;
  bind: string;
  transport?: string;
  /** `no`: clients are served as soon as they ask, however many there are (loop/coalescing-poller.ts). */
  coalesce?: 'yes' | 'no';
}

/** The flags that all servers share. A stage adds its own with `.option(...)`, then `.parse().opts()`. */
export function serverCommand(name: string, description: string): Command {
  const command = new Command(name)
    .description(description)
    .option('--port <number>', 'port to listen on; 0 takes a free one', parsePort, 6379)
    .option('--bind <host>', 'address to listen on', '127.0.0.1')
    .addOption(
      new Option(
        '--transport <name>',
        'how to wait for clients; by itself the first of these that runs here',
      ).choices(TRANSPORTS),
    )
    .addOption(
      new Option(
        '--coalesce <yes|no>',
        'when many clients ask, let more of them arrive before each turn (epoll, poll): less work for the processor, replies up to 0.1 ms later',
      )
        .choices(['yes', 'no'])
        .default('yes'),
    );
  return addTlsOptions(command);
}

export class Server {
  readonly name: string;
  readonly transport: Transport;
  readonly #options: ServerOptions;
  #stopped = false;

  /** Throws when the chosen transport is not available here. */
  constructor(name: string, options: ServerOptions) {
    this.name = name;
    this.#options = options;
    const { coalesce, tlsPort, transport = tlsPort ? 'node' : undefined } = options;
    try {
      this.transport = chooseTransport(transport, Date.now, coalesce !== 'no');
    } catch (error) {
      throw new StartError((error as Error).message, { cause: error });
    }
  }

  get loop(): Loop {
    return this.transport.loop;
  }

  /**
   * Serves until `stop`, SIGINT or SIGTERM; what was answered by then has left. `open` makes the session of each client,
   * `ready` learns where it listens, before the first of them.
   * Throws an Error that says what to do when the address cannot be had.
   */
  async run(open: Open, ready: (listener: Listener) => void = () => {}): Promise<void> {
    const stop = () => this.stop();
    process.once('SIGINT', stop).once('SIGTERM', stop);
    try {
      const secure = await this.#listenTls(open);
      const plain = await this.#listenPlain(open);
      const listener = plain ?? secure;
      if (listener === undefined) throw new Error('nowhere to listen');
      ready(listener);
      const how =
        secure && plain
          ? `${this.transport.name}, TLS at ${formatEndpoint(secure)}`
          : this.transport.name;
      const address = formatEndpoint(listener);
      console.log(`${this.name} (${how}): Ready to accept connections at ${address}`);
      if (!this.#stopped) await this.loop.run();
    } finally {
      this.transport.close();
      process.off('SIGINT', stop).off('SIGTERM', stop);
    }
  }

  async #listenTls(open: Open): Promise<Listener | undefined> {
    const { bind: host, tlsPort: port = 0 } = this.#options;
    if (port === 0) return undefined;
    if (this.transport.name !== 'node') {
      throw new StartError(
        `--tls-port: only --transport node speaks TLS, not ${this.transport.name}.`,
      );
    }
    return this.#listen({ host, port, tls: readTlsKeys(this.#options) }, open);
  }

  async #listenPlain(open: Open): Promise<Listener | undefined> {
    const { bind: host, port, tlsPort = 0 } = this.#options;
    return port === 0 && tlsPort > 0 ? undefined : this.#listen({ host, port }, open);
  }

  #listen(address: ListenAddress, open: Open): Promise<Listener> {
    return this.transport.listen(address, open).catch((error) => {
      throw new StartError(whatToDo(error, address.host, address.port), { cause: error });
    });
  }

  stop(): void {
    this.#stopped = true;
    this.loop.stop();
  }
}

function whatToDo(error: Error & { code?: string }, host: string, port: number): string {
  const address = formatEndpoint({ host, port });
  switch (error.code) {
    case 'EADDRINUSE':
      return `${address} is in use already, perhaps by another server. Stop that one, or choose another port: --port ${port + 1}, or --port 0 for any that is free.`;
    case 'EACCES':
      return `Not allowed to listen at ${address}. Ports below 1024 belong to the administrator: choose another, --port 6379.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}. Choose one it has: --bind 127.0.0.1.`;
    default:
      return `Cannot listen at ${address}: ${error.message}`;
  }
}

/** Runs a program's `main`. A StartError becomes one line on stderr and exit code 1; anything else is a defect and shows its stack. */
export async function runMain(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
