// What redis.conf says about the append-only file, with Redis's names, defaults and words.

import {
  anyText,
  type Config,
  integerWithin,
  LONG_MAX,
  memoryWithin,
  oneOf,
  yesOrNo,
} from '@byor/05-expiry/core';
import type { Disk } from './files/file-system.ts';

export interface ParameterHooks {
  /** The server runs: from now on CONFIG SET has an effect, or none. */
  running(): boolean;
  setAppendOnly(on: boolean): void;
}

export function defineParameters(config: Config, disk: Disk, hooks: ParameterHooks): void {
  config.replace({
    name: 'appendonly',
    default: 'no',
    summary: 'keep a log of all changes, and load it at the start',
    parse: yesOrNo,
    apply: (value) => hooks.setAppendOnly(value === 'yes'),
  });
  config.define(
    {
      name: 'appendfsync',
      default: 'everysec',
      summary: 'when the log is forced to the disk: always (before each reply), everysec, no',
      parse: oneOf('everysec', 'always', 'no'),
    },
    {
      name: 'dir',
      default: disk.open('.').root,
      summary: 'the directory in which the log has its own',
      parse: (text) => {
        if (hooks.running()) throw new Error("can't set protected config");
        return disk.open(text).root;
      },
    },
    {
      name: 'appenddirname',
      default: 'appendonlydir',
      summary: "the log's directory in dir",
      immutable: true,
      parse: fileName('appenddirname'),
    },
    {
      name: 'appendfilename',
      default: 'appendonly.aof',
      summary: "what the names of the log's files begin with",
      immutable: true,
      parse: fileName('appendfilename'),
    },
    {
      name: 'aof-load-truncated',
      default: 'yes',
      summary: 'cut off half a record at the end of the log; no: refuse to start',
      parse: yesOrNo,
    },
    {
      name: 'no-appendfsync-on-rewrite',
      default: 'no',
      summary: 'leave the disk to the rewrite while one runs',
      parse: yesOrNo,
    },
    {
      name: 'auto-aof-rewrite-percentage',
      default: '100',
      summary: 'rewrite the log when it has grown by so much; 0: never',
      parse: integerWithin(0, 2 ** 31 - 1),
    },
    {
      name: 'auto-aof-rewrite-min-size',
      default: '67108864',
      summary: 'a smaller log is not rewritten by itself',
      parse: memoryWithin(0, LONG_MAX),
    },
    {
      name: 'aof-use-rdb-preamble',
      default: 'no', // Redis's is `yes`
      summary: "stays 'no': there are no snapshots",
      parse: stays('no', 'there are no snapshots to begin a log with'),
    },
    {
      name: 'aof-timestamp-enabled',
      default: 'no',
      summary: "stays 'no': the log has no remarks; those of redis-server are read over",
      parse: stays('no', 'the log has no remarks'),
    },
    {
      name: 'aof-rewrite-incremental-fsync',
      default: 'yes',
      summary: "stays 'yes': a rewrite is forced to the disk bit by bit",
      parse: stays('yes', 'a rewrite is always forced to the disk bit by bit'),
    },
  );
}

function fileName(parameter: string): (text: string) => string {
  return (text) => {
    const name = anyText(text);
    if (name === '') throw new Error(`${parameter} can't be empty`);
    if (/[/\\]/.test(name)) throw new Error(`${parameter} can't be a path, just a filename`);
    return name;
  };
}

function stays(value: string, why: string): (text: string) => string {
  return (text) => {
    if (yesOrNo(text) !== value) throw new Error(why);
    return value;
  };
}
