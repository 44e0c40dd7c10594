// The layer that makes data last: it loads the log at the start, records every change, and has it on the disk, as
// appendfsync says, before the replies of a turn leave.

import {
  type Args,
  type Call,
  type CommandRow,
  type Engine,
  type ExpiringKeyspace,
  hang,
  type Layer,
  ReplyError,
} from '@byor/05-expiry/core';
import { AppendOnlyFile, type Report } from './append-only-file.ts';
import { persistenceCommands, shutdownWith } from './commands.ts';
import { type Disk, type DiskError, errorText, type FileSystem } from './files/file-system.ts';
import type { LogNames } from './files/log-directory.ts';
import { persistenceFields } from './info.ts';
import { LogError, readFailure } from './log/errors.ts';
import { defineParameters } from './parameters.ts';
import { LoggedKeyspace, type RewriteCount } from './rewrite/logged-keyspace.ts';

export interface PersistenceOptions {
  readonly disk: Disk;
  readonly report: Report;
}

export function persistence({ disk, report }: PersistenceOptions): Layer {
  return (engine) => {
    const rewrites: RewriteCount = { current: 0 };
    const aof = new AppendOnlyFile(engine, report, rewrites);
    useLoggedKeyspaces(engine, rewrites);
    wireHooks(engine, aof);
    wireParameters(engine, aof, { disk, report });
    engine.commands.define('server', persistenceCommands(aof));
    engine.commands.replace('server', [
      shutdownWith(aof, report, engine.commands.get('shutdown') as CommandRow),
    ]);
    engine.debug.set('LOADAOF', {
      least: 0,
      most: 0,
      help: ['LOADAOF', '    Flush the AOF buffers on disk and reload the AOF in memory.'],
      run: ({ reply }) => {
        if (aof.log === undefined || aof.beginning) throw new ReplyError(NO_LOG);
        aof.reload();
        reply.ok();
      },
    });
    engine.info.add('Persistence', () => persistenceFields(engine, aof));
  };
}

/** redis-server ends here; either way the data would be gone. */
const NO_LOG = 'ERR There is no whole append-only file to load the data from';

function useLoggedKeyspaces(engine: Engine, rewrites: RewriteCount): void {
  const below = engine.createKeyspace;
  engine.createKeyspace = (context) => {
    const { mortality } = below(context) as unknown as ExpiringKeyspace;
    return new LoggedKeyspace(context, mortality, rewrites) as unknown as ReturnType<typeof below>;
  };
}

function wireHooks({ hooks }: Engine, aof: AppendOnlyFile): void {
  hooks.maintain.push(() => aof.maintain());
  hooks.persist.push(() => aof.persist());
  hooks.stop.push(() => aof.stop());
}

/** What cannot be kept is not accepted; PING says so too, for whoever watches the server by it. */
function refuse({ command }: Call, trouble: Error): void {
  if (!command.flags.includes('write') && command.name !== 'ping') return;
  throw new ReplyError(`MISCONF Errors writing to the AOF file: ${errorText(trouble)}`);
}

function wireParameters(
  engine: Engine,
  aof: AppendOnlyFile,
  { disk, report }: PersistenceOptions,
): void {
  const { config, hooks } = engine;
  let running = false;
  const record = (dbIndex: number, request: Args) => aof.record(dbIndex, request);
  const before = (call: Call) => {
    if (aof.log?.trouble !== undefined) refuse(call, aof.log.trouble);
    if (aof.rewriting) aof.beforeWrite(call);
  };
  const after = (call: Call) => {
    if (aof.rewriting) aof.afterWrite(call);
  };
  const listen = (wanted: boolean) => {
    hang(hooks.write, record, wanted);
    hang(hooks.before, before, wanted);
    hang(hooks.after, after, wanted);
  };
  const where = (): [FileSystem, LogNames] => [
    disk.open(config.text('dir')),
    { directory: config.text('appenddirname'), prefix: config.text('appendfilename') },
  ];
  const switchOff = () => {
    aof.disable();
    listen(false);
  };
  defineParameters(config, disk, {
    running: () => running,
    setAppendOnly: (on) => {
      if (!running || on === (aof.log !== undefined)) return;
      if (!on) {
        switchOff();
        return;
      }
      listen(true);
      try {
        aof.enable(...where());
      } catch (error) {
        switchOff();
        report.warn(`CONFIG SET appendonly yes is refused: ${(error as Error).message}`);
        throw new Error('Unable to turn on AOF. Check server logs.');
      }
    },
  });
  hooks.start.push(() => {
    running = true;
    if (!config.flag('appendonly')) return;
    start(aof, ...where());
    listen(true);
  });
}

function start(aof: AppendOnlyFile, files: FileSystem, names: LogNames): void {
  try {
    aof.start(files, names);
  } catch (thrown) {
    const error = readFailure(thrown, files) as Error;
    if (error instanceof LogError || (error as Partial<DiskError>).code === undefined) throw error;
    throw new LogError(whatToDo(error, files, names), { cause: error });
  }
}

/** To choose another directory is to begin empty: no advice for whoever has a log. */
function whatToDo({ message }: Error, files: FileSystem, names: LogNames): string {
  if (!mayHoldLog(files, names)) {
    return `Cannot keep a log in ${files.root}: ${message}. Choose another directory with --dir, or --appendonly no.`;
  }
  return (
    `Cannot go on with the log in ${files.root}/${names.directory}: ${message}. Mend the disk or the permissions, then ` +
    'start the server again. No record in it was changed.'
  );
}

function mayHoldLog(files: FileSystem, { directory, prefix }: LogNames): boolean {
  try {
    return files
      .list(directory)
      .filter((name) => name.startsWith(`${prefix}.`) && name !== `${prefix}.manifest`)
      .some((name) => (files.size(`${directory}/${name}`) ?? 0) > 0);
  } catch (error) {
    return (error as Partial<DiskError>).code !== 'ENOTDIR'; // nobody can tell what is in a directory that cannot be read
  }
}
