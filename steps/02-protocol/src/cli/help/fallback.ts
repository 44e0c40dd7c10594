// The commands of this course, for servers that do not describe theirs: `name syntax`, one a line, below their group.
// Made for a server that is still being written. Source: COMMAND DOCS of Redis 7.0.15.

import type { CommandDoc } from './docs.ts';

const COMMANDS = `
@connection
PING [message]
ECHO message
HELLO [protover [AUTH username password] [SETNAME clientname]]
AUTH [username] password
SELECT index
QUIT
RESET
CLIENT GETNAME
CLIENT ID
CLIENT INFO
CLIENT LIST [TYPE NORMAL|MASTER|REPLICA|PUBSUB] [ID client-id [client-id ...]]
CLIENT SETNAME connection-name
CLIENT REPLY ON|OFF|SKIP
@generic
DEL key [key ...]
UNLINK key [key ...]
EXISTS key [key ...]
TOUCH key [key ...]
TYPE key
KEYS pattern
SCAN cursor [MATCH pattern] [COUNT count] [TYPE type]
RANDOMKEY
RENAME key newkey
RENAMENX key newkey
COPY source destination [DB destination-db] [REPLACE]
MOVE key db
OBJECT ENCODING key
EXPIRE key seconds [NX|XX|GT|LT]
PEXPIRE key milliseconds [NX|XX|GT|LT]
EXPIREAT key unix-time-seconds [NX|XX|GT|LT]
PEXPIREAT key unix-time-milliseconds [NX|XX|GT|LT]
TTL key
PTTL key
EXPIRETIME key
PEXPIRETIME key
PERSIST key
@string
SET key value [NX|XX] [GET] [EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT unix-time-milliseconds|KEEPTTL]
GET key
GETDEL key
GETEX key [EX seconds|PX milliseconds|EXAT unix-time-seconds|PXAT unix-time-milliseconds|PERSIST]
GETSET key value
MGET key [key ...]
MSET key value [key value ...]
MSETNX key value [key value ...]
SETNX key value
SETEX key seconds value
PSETEX key milliseconds value
APPEND key value
STRLEN key
GETRANGE key start end
SUBSTR key start end
SETRANGE key offset value
INCR key
DECR key
INCRBY key increment
DECRBY key decrement
INCRBYFLOAT key increment
LCS key1 key2 [LEN] [IDX] [MINMATCHLEN len] [WITHMATCHLEN]
@sorted-set
ZADD key [NX|XX] [GT|LT] [CH] [INCR] score member [score member ...]
ZCARD key
ZCOUNT key min max
ZINCRBY key increment member
ZMSCORE key member [member ...]
ZPOPMAX key [count]
ZPOPMIN key [count]
ZRANDMEMBER key [count [WITHSCORES]]
ZRANGE key start stop [BYSCORE|BYLEX] [REV] [LIMIT offset count] [WITHSCORES]
ZRANGEBYSCORE key min max [WITHSCORES] [LIMIT offset count]
ZRANK key member
ZREM key member [member ...]
ZREMRANGEBYRANK key start stop
ZREMRANGEBYSCORE key min max
ZREVRANGE key start stop [WITHSCORES]
ZREVRANK key member
ZSCAN key cursor [MATCH pattern] [COUNT count]
ZSCORE key member
@server
INFO [section [section ...]]
CONFIG GET parameter [parameter ...]
CONFIG SET parameter value [parameter value ...]
COMMAND COUNT
COMMAND DOCS [command-name [command-name ...]]
DBSIZE
FLUSHALL [ASYNC|SYNC]
FLUSHDB [ASYNC|SYNC]
SWAPDB index1 index2
BGREWRITEAOF
MEMORY USAGE key [SAMPLES count]
SLOWLOG GET [count]
MONITOR
TIME
LOLWUT [VERSION version]
SHUTDOWN [NOSAVE|SAVE] [NOW] [FORCE] [ABORT]
`;

/** What is known without asking; `summary` and `since` are empty. */
export function courseCommands(): CommandDoc[] {
  let group = '';
  const docs: CommandDoc[] = [];
  for (const line of COMMANDS.trim().split('\n')) {
    if (line.startsWith('@')) group = line.slice(1);
    else docs.push(readLine(line, group));
  }
  return docs;
}

/** The name is the words in capitals at the start: `CONFIG GET`. */
function readLine(line: string, group: string): CommandDoc {
  const name = /^[A-Z]+( [A-Z]+(?= |$))*/.exec(line)?.[0] ?? line;
  return { name, syntax: line.slice(name.length + 1), summary: '', since: '', group };
}
