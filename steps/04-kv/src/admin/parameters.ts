// The parameters of redis.conf that this stage knows, with Redis's defaults: those that do something here,
// those that tools only read, and those whose answer cannot be changed because the thing does not exist yet.

import {
  anyText,
  integerWithin,
  LONG_MAX,
  memoryWithin,
  oneOf,
  type Parameter,
  yesOrNo,
} from '../engine/config.ts';
import type { Layer } from '../engine/engine.ts';
import { MAX_STRING_BYTES } from '../value.ts';

const INT_MAX = 2 ** 31 - 1;
const MEGABYTE = 1024 ** 2;

export const serverParameters: Layer = ({ config, limits, socketOptions }) => {
  config.define(
    {
      name: 'bind',
      default: '127.0.0.1',
      summary: 'address to listen at',
      immutable: true,
      parse: anyText,
    },
    {
      name: 'port',
      default: '6379',
      summary: 'TCP port to listen at; 0 takes a free one',
      immutable: true,
      parse: integerWithin(0, 65535),
    },
    {
      name: 'databases',
      default: '16',
      summary: 'how many databases SELECT can choose from',
      immutable: true,
      parse: integerWithin(1, INT_MAX),
    },
    {
      name: 'tcp-keepalive',
      default: '300',
      summary: 'seconds of silence after which a client is probed; 0: never',
      parse: integerWithin(0, INT_MAX),
      apply: (seconds) => {
        socketOptions.keepAliveS = Number(seconds);
      },
    },
    {
      name: 'proto-max-bulk-len',
      default: '536870912',
      summary: 'longest argument of a command, in bytes',
      parse: memoryWithin(MEGABYTE, LONG_MAX),
      apply: (bytes) => {
        limits.maxBulkLength = Math.min(Number(bytes), MAX_STRING_BYTES);
      },
    },
    {
      name: 'client-query-buffer-limit',
      default: '1073741824',
      summary: 'longest request, in bytes',
      parse: memoryWithin(MEGABYTE, LONG_MAX),
      apply: (bytes) => {
        limits.maxBufferLength = Number(bytes);
      },
    },
    {
      name: 'enable-debug-command',
      default: 'local', // Redis's is `no`: here people come to look inside
      summary: 'who may use DEBUG: no, yes, or local (clients on this machine)',
      immutable: true,
      parse: oneOf('no', 'yes', 'local'),
    },
  );
  config.define(...tls, ...inert, ...fixed);
};

/** Flags of stage 03's server: here for CONFIG GET alone. */
const tls: Parameter[] = [
  ['tls-port', '0', integerWithin(0, 65535)],
  ['tls-cert-file', '', anyText],
  ['tls-key-file', '', anyText],
  ['tls-ca-cert-file', '', anyText],
  ['tls-auth-clients', 'yes', oneOf('no', 'yes', 'optional')],
].map(([name, value, parse]) => ({
  name: name as string,
  default: value as string,
  summary: 'TLS',
  immutable: true,
  parse: parse as Parameter['parse'],
}));

/** Read and set by tools and test harnesses; nothing here depends on them. */
const inert: Parameter[] = [
  ['timeout', '0', integerWithin(0, INT_MAX)],
  ['hz', '10', integerWithin(0, INT_MAX)],
  ['loglevel', 'notice', oneOf('debug', 'verbose', 'notice', 'warning')],
  ['activerehashing', 'yes', yesOrNo],
  ['lazyfree-lazy-eviction', 'no', yesOrNo],
  ['lazyfree-lazy-expire', 'no', yesOrNo],
  ['lazyfree-lazy-server-del', 'no', yesOrNo],
  ['lazyfree-lazy-user-del', 'no', yesOrNo],
  ['lazyfree-lazy-user-flush', 'no', yesOrNo],
].map(([name, value, parse]) => ({
  name: name as string,
  default: value as string,
  summary: 'accepted, without effect here',
  parse: parse as Parameter['parse'],
}));

const policies = oneOf(
  'volatile-lru',
  'volatile-lfu',
  'volatile-random',
  'volatile-ttl',
  'allkeys-lru',
  'allkeys-lfu',
  'allkeys-random',
  'noeviction',
);

function savePoints(text: string): string {
  if (!/^(\d+ \d+( \d+ \d+)*)?$/.test(text)) throw new Error('Invalid save parameters');
  return text;
}

/** What does not exist in this stage is off, says so, and cannot be switched on. */
const fixed: Parameter[] = [
  ['appendonly', 'no', yesOrNo, 'there is no append-only file yet'],
  ['save', '', savePoints, 'there are no snapshots'],
  ['maxmemory', '0', memoryWithin(0, LONG_MAX), 'memory is not limited yet'],
  ['maxmemory-policy', 'noeviction', policies, 'memory is not limited yet'],
].map(([name, value, parse, why]) => ({
  name: name as string,
  default: value as string,
  summary: `stays '${value}': ${why}`,
  parse: (text: string) => {
    const parsed = (parse as Parameter['parse'])(text);
    if (parsed !== value) throw new Error(why as string);
    return parsed;
  },
}));
