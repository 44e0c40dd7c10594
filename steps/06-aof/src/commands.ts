// BGREWRITEAOF, and what clients ask about snapshots, which this server does not have.

import {
  type Call,
  type CommandRow,
  ReplyError,
  StartError,
  shutdownOptions,
  syntaxError,
} from '@byor/05-expiry/core';
import type { AppendOnlyFile, Report } from './append-only-file.ts';
import { errorText } from './files/file-system.ts';

export function persistenceCommands(aof: AppendOnlyFile): CommandRow[] {
  return [
    {
      name: 'bgrewriteaof',
      arity: 1,
      flags: ['admin', 'noscript', 'no_async_loading'],
      syntax: '',
      summary: 'Asynchronously rewrite the append-only file',
      since: '1.0.0',
      run: (call) => rewrite(call, aof),
    },
    {
      name: 'lastsave',
      arity: 1,
      flags: ['loading', 'stale', 'fast'],
      categories: ['@admin', '@dangerous'],
      syntax: '',
      summary: 'Get the UNIX time stamp of the last successful save to disk',
      since: '1.0.0',
      tips: ['nondeterministic_output'],
      // Redis answers with the time of its start too, as long as nothing was saved.
      run: ({ engine, reply }) => reply.integer(Math.floor(engine.stats.startedMs / 1000)),
    },
    {
      name: 'save',
      arity: 1,
      flags: ['admin', 'noscript', 'no_async_loading', 'no_multi'],
      syntax: '',
      summary: 'Synchronously save the dataset to disk',
      since: '1.0.0',
      run: refuseSnapshot,
    },
    {
      name: 'bgsave',
      arity: -1,
      flags: ['admin', 'noscript', 'no_async_loading'],
      syntax: '[SCHEDULE]',
      summary: 'Asynchronously save the dataset to disk',
      since: '1.0.0',
      run: (call) => {
        const { args } = call;
        if (args.count > 2 || (args.count === 2 && !args.at(1).is('SCHEDULE'))) throw syntaxError();
        refuseSnapshot();
      },
    },
  ];
}

function rewrite({ reply }: Call, aof: AppendOnlyFile): void {
  if (aof.rewriting) {
    throw new ReplyError('ERR Background append only file rewriting already in progress');
  }
  if (aof.log === undefined) {
    throw new ReplyError(
      'ERR There is no append-only file to rewrite. Switch it on first: CONFIG SET appendonly yes',
    );
  }
  try {
    aof.startRewrite();
  } catch (error) {
    aof.schedule.couldNotBegin();
    throw new ReplyError(`ERR Can't rewrite the append-only file: ${errorText(error as Error)}`);
  }
  reply.status('Background append only file rewriting started');
}

function refuseSnapshot(): never {
  throw new ReplyError(
    'ERR This server makes no snapshots (RDB files). The append-only file keeps the data: CONFIG SET appendonly yes',
  );
}

/**
 * SHUTDOWN's own checks, before it ends anything. With a log, SAVE and NOSAVE change nothing: it is flushed whatever they say,
 * and it is all that is kept. What the log of the server says then is `SHUTDOWN is refused: ...`.
 */
export function shutdownWith(aof: AppendOnlyFile, report: Report, below: CommandRow): CommandRow {
  return {
    ...below,
    run: (call) => {
      const options = shutdownOptions(call.args);
      const why = options.has('ABORT') ? undefined : whyNotEnd(aof, options);
      if (why !== undefined && !options.has('FORCE')) {
        report.warn(`SHUTDOWN is refused: ${why}`);
        throw new ReplyError('ERR Errors trying to SHUTDOWN. Check logs.');
      }
      below.run?.(call);
    },
  };
}

/** What would be lost, and what to do; undefined: nothing that was to be kept. */
function whyNotEnd(aof: AppendOnlyFile, options: ReadonlySet<string>): string | undefined {
  if (aof.log === undefined) return options.has('SAVE') ? NOTHING_SAVED : undefined;
  if (aof.beginning) return BEGINNING;
  try {
    aof.flush();
    return undefined;
  } catch (error) {
    if (error instanceof StartError) return error.message;
    throw error;
  }
}

const NOTHING_SAVED =
  'SAVE asks for a snapshot (RDB file), which this server does not make, and without a log all data would be gone. ' +
  'CONFIG SET appendonly yes keeps it; SHUTDOWN NOSAVE ends the server without it.';
const BEGINNING =
  'the first rewrite of the append-only file has not ended, so the data is not on the disk yet. Ask again when INFO ' +
  'says aof_rewrite_in_progress:0; SHUTDOWN FORCE ends the server without it.';
