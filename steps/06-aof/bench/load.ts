// How fast is a log loaded? The same file by this stage and by redis-server: tsx bench/load.ts [commands]

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Engine, type Layer, NodeHost } from '@byor/05-expiry';
import { startRedis } from '@byor/spec';
import { nodeDisk } from '../src/files/node-file-system.ts';
import { layers } from '../src/layers.ts';
import { RequestBuffer } from '../src/log/request-buffer.ts';

const NOBODY = { note: () => {}, warn: () => {} };

/** Half SETs of many keys, a quarter INCRs of few, a quarter SETs with a deadline. */
function writeLog(directory: string, commands: number): number {
  const log = path.join(directory, 'appendonlydir');
  mkdirSync(log);
  writeFileSync(
    path.join(log, 'appendonly.aof.manifest'),
    'file appendonly.aof.1.incr.aof seq 1 type i\n',
  );
  const buffer = new RequestBuffer();
  const whenMs = String(Date.now() + 1e9);
  for (let n = 0; n < commands; n++) {
    if (n % 4 === 1) buffer.addParts(['INCR', `counter:${n % 1000}`]);
    else if (n % 4 === 3) buffer.addParts(['SET', `session:${n}`, 'value', 'PXAT', whenMs]);
    else buffer.addParts(['SET', `key:${n}`, `value:${n}`]);
  }
  writeFileSync(path.join(log, 'appendonly.aof.1.incr.aof'), buffer.view());
  return buffer.length;
}

function loadOurs(directory: string, stage: readonly Layer[]): number {
  const engine = new Engine(new NodeHost()).use(...stage);
  engine.config.start('dir', directory);
  engine.config.start('appendonly', 'yes');
  const started = performance.now();
  engine.start();
  const seconds = (performance.now() - started) / 1000;
  engine.stop();
  return seconds;
}

async function loadTheirs(directory: string): Promise<number> {
  const server = await startRedis([
    ...['--appendonly', 'yes', '--aof-use-rdb-preamble', 'no', '--dir', directory],
  ]);
  const loaded = /DB loaded from append only file: ([\d.]+) seconds/; // it takes connections before that
  while (!loaded.test(server.output()) && server.alive()) await server.ended(50);
  const seconds = loaded.exec(server.output())?.[1];
  await server.stop();
  return Number(seconds);
}

const commands = Number(process.argv[2] ?? 1_000_000);
const directory = mkdtempSync(path.join(tmpdir(), 'byor-load-'));
try {
  const bytes = writeLog(directory, commands);
  const show = (name: string, seconds: number) =>
    console.log(
      `${name.padEnd(14)}${seconds.toFixed(2)} s  ${Math.round(commands / seconds).toLocaleString('en')} commands/s`,
    );
  console.log(`${commands.toLocaleString('en')} commands, ${(bytes / 1e6).toFixed(1)} MB`);
  show('redis-server', await loadTheirs(directory));
  show('06-aof', loadOurs(directory, layers({ disk: nodeDisk, report: NOBODY })));
} finally {
  rmSync(directory, { recursive: true, force: true });
}
