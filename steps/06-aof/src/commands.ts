// BGREWRITEAOF, and what clients ask about snapshots, which this server does not have.

import {
  type Call,
  type CommandRow,
  ReplyError,
  StartError,
  syntaxError,
} from '@byor/05-expiry/core';
import type { AppendOnlyFile } from './append-only-file.ts';
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

/** SHUTDOWN's own checks, before it ends anything. The log is flushed whatever SAVE and NOSAVE say: they are about snapshots. */
export function shutdownWith(aof: AppendOnlyFile, below: CommandRow): CommandRow {
  return {
    ...below,
    run: (call) => {
      const words = call.args.strings().map((word) => word.toUpperCase());
      const forced = words.includes('FORCE');
      if (!words.includes('ABORT') && !forced && !canEnd(aof)) {
        throw new ReplyError('ERR Errors trying to SHUTDOWN. Check logs.');
      }
      below.run?.(call);
    },
  };
}

function canEnd(aof: AppendOnlyFile): boolean {
  if (aof.beginning) return false; // there is no whole log yet, and memory would be gone
  try {
    aof.flush();
    return true;
  } catch (error) {
    if (error instanceof StartError) return false;
    throw error;
  }
}
