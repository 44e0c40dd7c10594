// `npm start`: the newest stage's server and the course's site, side by side, until Ctrl-C.
// Both are direct children (no npm, no shell between), so that ending them leaves nothing behind.

import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launched } from './children.mjs';
import { bold, cyan, dim } from './colors.mjs';
import { callerFolder, root } from './paths.mjs';
import { freePort } from './ports.mjs';
import { Service, untilAsked } from './service.mjs';
import { runnableStages } from './stages.mjs';
import { UserError } from './user-error.mjs';

const HOST = '127.0.0.1';

/** The first stage that keeps its keys on disk. */
const FIRST_WITH_LOG = '06';

/** Where `npm start` keeps them, unless it is told. */
const DATA = join(root, 'data');

const HELP = `npm start                      the newest stage's server and the course's site
npm start -- --port 7000       the server from port 7000 on (6379 unless said; the next free one is taken)
npm start -- --dir elsewhere   the server's keys in that folder (data unless said)
npm start -- --docs-port 8080  the site from port 8080 on (5173 unless said)
npm start -- --no-docs         the server alone
npm start -- --no-server       the site alone

One stage's server with flags of its own: npm run step 04 -- --help
`;

/** @param {string[]} args */
export async function start(args) {
  const options = readOptions(args);
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  return serve(options);
}

/** @param {string[]} args */
function readOptions(args) {
  const flag = /** @type {const} */ ({ type: 'boolean', default: false });
  try {
    const { values } = parseArgs({
      args,
      options: {
        help: { ...flag, short: 'h' },
        'no-docs': flag,
        'no-server': flag,
        dir: { type: 'string', default: DATA },
        port: { type: 'string', default: '6379' },
        'docs-port': { type: 'string', default: '5173' },
      },
    });
    const [port, docsPort] = [readPort(values.port), readPort(values['docs-port'])];
    return {
      help: values.help,
      docs: !values['no-docs'],
      server: !values['no-server'],
      folder: resolve(callerFolder, values.dir),
      port,
      docsPort,
    };
  } catch (error) {
    throw new UserError(`${/** @type {Error} */ (error).message}\n\n${HELP}`);
  }
}

/** @param {string} text */
function readPort(text) {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535)
    throw new Error(`"${text}" is no port: 1 to 65535`);
  return port;
}

/**
 * Starts what is wanted, says where it is, waits for the end and ends it.
 * @param {ReturnType<typeof readOptions>} options
 */
async function serve({ server, docs, folder, port, docsPort }) {
  const serverPort = server ? await portFor('the server', port) : undefined;
  const sitePort = docs ? await portFor('the site', docsPort) : undefined;
  const asked = untilAsked();
  /** @type {Service[]} */
  const services = [];
  try {
    const starting = [];
    if (serverPort !== undefined) starting.push(startServer(serverPort, folder, services));
    if (sitePort !== undefined) starting.push(startSite(sitePort, services));
    const introduction = await Promise.race([Promise.all(starting), asked]);
    if (introduction === undefined) return 0;
    process.stdout.write(`${introduction.join('')}\n  ${dim('Ctrl-C ends it.')}\n\n`);
    const gone = services.map(({ name, ended }) => ended.then((code) => ({ name, code })));
    const first = await Promise.race([asked, ...gone]);
    if (first) process.stdout.write(`\n${first.name} has ended (exit code ${first.code}).\n`);
    return first ? 1 : 0;
  } finally {
    await Promise.all(services.map((service) => service.stop()));
  }
}

/**
 * @param {string} what
 * @param {number} wanted
 */
async function portFor(what, wanted) {
  const port = await freePort(wanted, HOST);
  if (port !== wanted) {
    const whose = wanted === 6379 ? ', perhaps by a Redis of yours' : '';
    process.stdout.write(`Port ${wanted} is taken${whose}; ${what} takes ${port}.\n`);
  }
  return port;
}

/**
 * @param {number} port
 * @param {string} folder where it keeps its keys
 * @param {Service[]} services takes the new one
 */
async function startServer(port, folder, services) {
  const stage = runnableStages().at(-1);
  if (stage === undefined) throw new UserError('No stage can be started yet.');
  const flags = ['--port', String(port), ...persistence(stage, folder)];
  const args = launched(join(stage.folder, 'src/main.ts'), flags);
  const ready = /Ready to accept connections at (\S+):(\d+)$/;
  const service = new Service(stage.name, args, { cwd: stage.folder, env: process.env, ready });
  services.push(service);
  const [, host, actual] = await service.ready;
  return `
  ${bold('The server')}   ${cyan(`${host}:${actual}`)}   ${dim(`stage ${stage.name}`)}

    redis-cli -p ${actual}
    npm run cli -- -p ${actual}
    new Redis(${actual})            ${dim('// ioredis')}
${keeps(stage, folder)}`;
}

/**
 * @param {import('./stages.mjs').Stage} stage
 * @param {string} folder
 */
const keeps = ({ number }, folder) =>
  number < FIRST_WITH_LOG
    ? ''
    : `\n  ${dim(`Its keys are kept in ${folder}: delete the folder to begin anew.`)}\n`;

/**
 * @param {import('./stages.mjs').Stage} stage
 * @param {string} folder
 */
function persistence({ number }, folder) {
  if (number < FIRST_WITH_LOG) return [];
  mkdirSync(folder, { recursive: true });
  return ['--appendonly', 'yes', '--dir', folder];
}

/**
 * The development server: it starts in a moment, and shows a change of a stage's code in its chapter at once.
 * @param {number} port
 * @param {Service[]} services takes the new one
 */
async function startSite(port, services) {
  const docs = join(root, 'docs');
  const vitepress = join(docs, 'node_modules/vitepress/bin/vitepress.js');
  const args = [vitepress, 'dev', '--host', HOST, '--port', String(port), '--strictPort'];
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
  const service = new Service('site', args, {
    cwd: docs,
    env,
    ready: /Local:\s+(http\S+)/,
    quiet: true,
  });
  services.push(service);
  const [, address] = await service.ready;
  return `
  ${bold('The course')}   ${cyan(address ?? '')}
`;
}
