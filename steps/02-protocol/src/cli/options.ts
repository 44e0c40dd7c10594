// The command line: redis-cli's options, as far as a learner uses them, and --resp.
// Left out on purpose: TLS, Unix sockets, cluster, scripts (--eval), RDB and --pipe transfers, statistics (--stat, --bigkeys,
// --latency, --scan), --askpass, delimiters, --quoted-input, --quoted-json, -X. Preferences (~/.redisclirc) have none either.

import { Command, InvalidArgumentError } from 'commander';
import type { Format } from './format.ts';
import { toByteString } from './line.ts';
import { type Terminal, writeBytes } from './terminal.ts';

/** One run of the client. Text of `command`, user and password is one character a byte. */
export interface Settings {
  host: string;
  port: number;
  username: string | undefined;
  password: string | undefined;
  db: number;
  /** 3 is asked for by HELLO; 2 is what every connection begins with. */
  protocol: 2 | 3;
  format: Format;
  /** Whether push messages are printed that no command asked for. */
  showPushes: boolean;
  /** Show the bytes of every exchange. */
  showResp: boolean;
  /** How often `command` runs; Infinity until it is stopped. */
  repeat: number;
  intervalMs: number;
  lastArgFromInput: boolean;
  /** For one command only: after it, the exit code is 1, and the error goes where errors go. */
  exitOnError: boolean;
  /** Empty: read commands from the input. */
  command: string[];
  /** To say before anything else. */
  warnings: string[];
}

const PASSWORD_WARNING =
  "Warning: Using a password with '-a' or '-u' option on the command line interface may not be safe.";

/** What commander makes of the options. */
interface Flags {
  hostname?: string;
  port?: number;
  pass?: string;
  user?: string;
  uri?: Partial<Settings>;
  db?: number;
  2?: true;
  3?: true;
  repeat: number;
  interval: number;
  x?: true;
  e?: true;
  raw?: boolean;
  csv?: true;
  json?: true;
  resp?: true;
}

/** Reads the arguments after the program's name. Throws CommanderError when they are wrong, and when they only ask for help. */
export function parseSettings(argv: string[], terminal: Terminal): Settings {
  const program = createProgram().configureOutput({
    writeOut: (text) => writeBytes(terminal.output, toByteString(text)),
    writeErr: (text) => writeBytes(terminal.errors, toByteString(text)),
  });
  program.parse(argv, { from: 'user' });
  const outputIsTerminal = terminal.output.isTTY === true;
  const flags = program.opts<Flags>();
  const command = program.args.map(toByteString);
  return {
    ...readAddress(flags, terminal.env),
    protocol: !flags[2] && (flags[3] || flags.json) ? 3 : 2,
    format: chooseFormat(flags, outputIsTerminal),
    showPushes: outputIsTerminal,
    showResp: flags.resp ?? false,
    repeat: flags.repeat < 0 ? Infinity : flags.repeat,
    intervalMs: flags.interval * 1000,
    lastArgFromInput: flags.x ?? false,
    exitOnError: flags.e === true && (command.length > 0 || flags.x === true),
    command,
  };
}

/** Where to connect, and as whom. */
function readAddress({ uri = {}, ...flags }: Flags, env: NodeJS.ProcessEnv) {
  const password = flags.pass ?? uri.password;
  return {
    host: uri.host ?? flags.hostname ?? '127.0.0.1',
    port: uri.port ?? flags.port ?? 6379,
    username: uri.username ?? flags.user,
    password: password ?? env.REDISCLI_AUTH,
    db: uri.db ?? flags.db ?? 0,
    warnings: password === undefined ? [] : [PASSWORD_WARNING],
  };
}

function createProgram(): Command {
  const program = new Command('cli')
    .description('Talks to a Redis server: one command, commands from a pipe, or a prompt.')
    .usage('[options] [command [argument ...]]')
    .argument('[command...]', 'sent as it is; without one, commands are read from the input')
    .passThroughOptions()
    .exitOverride()
    .helpOption('--help', 'show this')
    .version('cli 1.0.0 (behaves as redis-cli 7.0.15)', '-v, --version', 'show the version')
    .addHelpText('after', EXAMPLES);
  addServerOptions(program);
  addOutputOptions(program);
  return program;
}

function addServerOptions(program: Command): void {
  program
    .option('-h, --hostname <host>', 'server (default: 127.0.0.1)')
    .option('-p, --port <port>', 'port (default: 6379)', port)
    .option('-a, --pass <password>', 'password; safer in the environment, as REDISCLI_AUTH')
    .option('--user <name>', 'user that the password is of')
    .option('-u, --uri <uri>', 'redis://[[user]:password@]host[:port][/db]', uri)
    .option('-n, --db <number>', 'database number', count)
    .option('-2', 'speak RESP2')
    .option('-3', 'speak RESP3');
}

function addOutputOptions(program: Command): void {
  program
    .option('-r, --repeat <times>', 'run the command so often; -1 for ever', times, 1)
    .option('-i, --interval <seconds>', 'wait between repeats, 0.1 is allowed', seconds, 0)
    .option('-x', 'read the last argument from the input')
    .option('-e', 'exit with an error when the command fails')
    .option('--raw', 'print replies raw (default when the output is no terminal)')
    .option('--no-raw', 'print replies formatted, even when the output is no terminal')
    .option('--csv', 'print replies as CSV')
    .option('--json', 'print replies as JSON (speaks RESP3 unless -2)')
    .option('--resp', 'show the raw bytes of each exchange, sent and received');
}

const EXAMPLES = `
Examples:
  cli -p 7004 SET greeting hello     one command; the exit code is 1 when there is no server
  cli --resp                         a prompt, and the bytes of all that is said
  cli < commands.txt                 one command a line
  cat photo.png | cli -x SET photo   the last argument from the input
  cli -r 5 -i 1 INCR ticks           five times, one second apart
`;

function chooseFormat(flags: Flags, outputIsTerminal: boolean): Format {
  if (flags.csv) return 'csv';
  if (flags.json) return 'json';
  return (flags.raw ?? !outputIsTerminal) ? 'raw' : 'standard';
}

function integer(text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^-?\d+$/.test(text) && value >= least && value <= most) return value;
  throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
}

const port = (text: string) => integer(text, 1, 65535);
const count = (text: string) => integer(text, 0, 2 ** 31 - 1);
const times = (text: string) => integer(text, -1, 2 ** 31 - 1);

function seconds(text: string): number {
  const value = Number(text);
  if (text !== '' && value >= 0 && value <= 86_400) return value;
  throw new InvalidArgumentError('Give seconds, from 0 to 86400.');
}

/** A password alone may stand where a user would: `redis://secret@localhost`. */
function uri(text: string): Partial<Settings> {
  if (!/^redis:\/\//i.test(text)) {
    throw new InvalidArgumentError(
      'Invalid URI scheme: it begins with redis:// (TLS is left out).',
    );
  }
  if (!URL.canParse(text)) throw new InvalidArgumentError('It is redis://[[user]:password@]host.');
  const { hostname, port: portText, username, password, pathname } = new URL(text);
  const [user, secret] = password === '' ? ['', username] : [username, password];
  const parts: Partial<Settings> = {};
  if (hostname !== '') parts.host = hostname.replace(/^\[|\]$/g, '');
  if (portText !== '') parts.port = port(portText);
  if (user !== '') parts.username = decodeURIComponent(user);
  if (secret !== '') parts.password = decodeURIComponent(secret);
  if (pathname.length > 1) parts.db = count(pathname.slice(1));
  return parts;
}
