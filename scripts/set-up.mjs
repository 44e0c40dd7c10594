// Installs everything, once: fetches the pinned pnpm through npx, installs the frozen lock file, leaves a stamp.
// The stamp is a hash of all that decides what is installed; while it matches, set-up costs a few file reads.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { capture, npx, run } from './children.mjs';
import { packageFolders, readJson, root } from './paths.mjs';
import { UserError } from './user-error.mjs';

// Inside .pnpm, because `npm install`, typed by habit, empties that folder: the stamp then goes with what it stands for.
const stampFile = join(root, 'node_modules', '.pnpm', 'byor-set-up');

/** Makes sure that everything is installed. Says what it does on stderr; throws a UserError when it cannot. */
export async function setUp() {
  if (calledByPnpm() || isSetUp()) return;
  const release = await takeLock();
  try {
    if (!isSetUp()) await install();
  } finally {
    release();
  }
}

/** pnpm installs already, ours or one typed by hand, and runs `prepare` at its end. */
const calledByPnpm = () =>
  process.env.npm_lifecycle_event === 'prepare' &&
  /^pnpm/.test(process.env.npm_config_user_agent ?? '');

function isSetUp() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint(root);
}

/**
 * A hash of the lock file, the manifests, and the kind of machine.
 * @param {string} base the folder of the repository
 */
export function fingerprint(base) {
  const hash = createHash('sha256');
  hash.update(`${process.platform} ${process.arch} node ${process.versions.modules}\n`);
  const manifests = packageFolders(base).map((folder) => `${folder}/package.json`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests]) {
    hash.update(`${file}\n`).update(readFileSync(join(base, file)));
  }
  return hash.digest('hex');
}

async function install() {
  const startMs = Date.now();
  const pnpm = readJson(join(root, 'package.json')).packageManager;
  const first = !existsSync(stampFile);
  say(
    `Setting up${first ? ', only this once' : ' again, since a manifest or Node has changed'}: ${pnpm} and what pnpm-lock.yaml names`,
  );
  await fetchPnpm(pnpm);
  const { command, args } = npx([
    '--yes',
    '--prefer-offline',
    '--loglevel=error',
    pnpm,
    'install',
    '--frozen-lockfile',
  ]);
  const code = await run(command, [...args, '--config.confirmModulesPurge=false'], {
    cwd: root,
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
  });
  if (code === 130)
    throw new UserError('Stopped. What was fetched is kept; run the same command again.');
  if (code !== 0) throw new UserError(installFailed(pnpm));
  writeFileSync(stampFile, fingerprint(root));
  say(`Set up in ${((Date.now() - startMs) / 1000).toFixed(1)} s\n`);
}

/**
 * Brings pnpm into npx's cache, apart from the installation, so that a missing network is recognised as one.
 * @param {string} pnpm such as `pnpm@12.21.0`
 */
async function fetchPnpm(pnpm) {
  const { command, args } = npx([
    '--yes',
    '--fetch-retries=1',
    '--fetch-retry-mintimeout=1000',
    pnpm,
    '--version',
  ]);
  const { code, output } = await capture(command, args, { cwd: root });
  if (code !== 0) throw new UserError(fetchFailed(pnpm, output));
}

/**
 * @param {string} pnpm
 * @param {string} output what npx printed
 */
export function fetchFailed(pnpm, output) {
  const offline =
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ENOTCACHED/.exec(output);
  if (offline === null)
    return `${output.trim()}\n\nnpm could not fetch ${pnpm}; the lines above say why.`;
  return (
    `npm could not reach its registry (${offline[0]}), which set-up needs this once to fetch ${pnpm} and the packages.\n` +
    'Check the network, a proxy (npm config get proxy) and the registry (npm config get registry), then run the same command again.'
  );
}

/** @param {string} pnpm */
function installFailed(pnpm) {
  return (
    'pnpm could not install; its lines above say why. Most often one of these:\n' +
    '  no network         run the same command again; what was fetched is kept\n' +
    `  outdated lock file  a package.json was changed: npx ${pnpm} install, then commit pnpm-lock.yaml\n` +
    '  anything else       delete node_modules and run the same command again'
  );
}

/**
 * One set-up at a time, also when `npm start` and `npm test` are typed in two terminals at once.
 * @returns {Promise<() => void>} releases the lock
 */
async function takeLock() {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const lockFile = join(tmpdir(), `byor-set-up-${name}.lock`);
  mkdirSync(tmpdir(), { recursive: true });
  for (let waiting = false; ; waiting = true) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      return () => rmSync(lockFile, { force: true });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    if (!holderIsAlive(lockFile)) rmSync(lockFile, { force: true });
    else if (!waiting) say('Another set-up of this folder is under way; waiting for it');
    await sleep(200);
  }
}

/** @param {string} lockFile */
function holderIsAlive(lockFile) {
  try {
    return process.kill(Number(readFileSync(lockFile, 'utf8')), 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} text */
const say = (text) => process.stderr.write(`${text}\n`);
