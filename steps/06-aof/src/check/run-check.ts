// The program `check-aof`: what is wrong with a log, and with --fix a log that ends where the damage begins.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { Engine, type Layer, runMain, StartError } from '@byor/05-expiry';
import { Command } from 'commander';
import type { DiskError } from '../files/file-system.ts';
import { LogDirectory } from '../files/log-directory.ts';
import { NodeFileSystem } from '../files/node-file-system.ts';
import { readFailure } from '../log/errors.ts';
import { RDB } from '../log/snapshot.ts';
import { checkLog, type Finding } from './check.ts';
import { fixLog, whyNotCut } from './fix.ts';

/** Looks into `place`: the log's directory or its manifest, or the directory that holds it. @throws StartError */
function openLog(given: string): LogDirectory {
  const place = isManifest(path.basename(given)) ? path.dirname(given) : given;
  for (const directory of [path.resolve(place), path.resolve(place, 'appendonlydir')]) {
    const files = new NodeFileSystem(path.dirname(directory));
    try {
      const manifest = files.list(path.basename(directory)).find(isManifest);
      if (manifest === undefined) continue;
      const log = new LogDirectory(files, {
        directory: path.basename(directory),
        prefix: manifest.replace(/\.manifest$/, ''),
      });
      log.open();
      return log;
    } catch (error) {
      const { cause } = error as { cause?: Partial<DiskError> };
      if (cause?.code === 'EBUSY') throw new StartError(inUse(directory));
      throw readFailure(error, files);
    }
  }
  const old = path.resolve(place, 'appendonly.aof');
  if (existsSync(old)) {
    throw new StartError(
      `${old} is a log from before Redis 7, which this program does not read: redis-check-aof does. Let redis-server 7 start ` +
        'on it once, which turns it into a directory.',
    );
  }
  throw new StartError(
    `There is no log in ${place}: neither it nor its appendonlydir holds a file *.manifest. ` +
      'Give the directory that the server was started with: --dir.',
  );
}

const inUse = (directory: string) =>
  `${directory} is in use by a running server. Stop it first, or look into a copy of the directory.`;

const isManifest = (name: string) => name.endsWith('.manifest') && !name.startsWith('temp');

function shown({ name, sizeBytes, records, damage, isSnapshot }: Finding): string {
  if (isSnapshot) return `${name} ${RDB}`;
  const whole = `${name}: ${records} ${records === 1 ? 'record' : 'records'}, ${sizeBytes} bytes`;
  if (damage === undefined) return `${whole}, whole`;
  return `${whole}, ${damage.kind} at offset ${damage.offset}: ${damage.message}`;
}

const TORN = 'A server cuts that off by itself when it starts, unless --aof-load-truncated no. ';
const FIX =
  'To end the log there: the same command with --fix. Make a copy of the directory first.';

/** `layers`: those of the server whose log it is, since they say which commands there are. */
export const runCheck = (layers: readonly Layer[]): Promise<void> =>
  runMain(async () => {
    const command = new Command('check-aof')
      .description(
        'Looks for damage in an append-only file. Changes nothing unless --fix is given.',
      )
      .argument('<dir>', 'the directory that the server keeps its log in (--dir)')
      .option(
        '--fix',
        'end the log where the first damage begins; what comes after is kept as *.cut',
      )
      .parse();
    const { commands } = new Engine().use(...layers);
    const log = openLog(command.args[0] as string);
    const findings = checkLog(log, commands);
    for (const finding of findings) console.log(shown(finding));
    const first = findings.find(({ damage }) => damage !== undefined);
    const isWhole = first === undefined;
    const isReadable = !findings.some(({ isSnapshot }) => isSnapshot);
    const fix = command.opts<{ fix?: boolean }>().fix === true;
    if (isWhole) console.log(isReadable ? 'The log is whole.' : 'What could be read is whole.');
    else if (fix) for (const line of fixLog(log, findings)) console.log(line);
    else console.log(whyNotCut(first) ?? (first.damage?.kind === 'torn' ? TORN : '') + FIX);
    log.close();
    process.exitCode = (isWhole || fix) && isReadable ? 0 : 1;
  });
