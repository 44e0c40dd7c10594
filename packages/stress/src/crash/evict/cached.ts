// The keys of one client of a cache: strings, small sets, large sets. Each write is whole and bears a serial number, so that a
// value says which write it is; a value of two writes bears none.

import type { Value } from '@byor/spec/harness';

const STRING_BYTES = 2000;
const KEYS = 200;
const FAR_MS = 4_102_444_800_000; // the year 2100

type Kind = 'string' | 'mortal string' | 'small set' | 'large set';

export interface Cached {
  readonly key: string;
  readonly kind: Kind;
}

const MEMBERS: Readonly<Record<string, number>> = { 'small set': 20, 'large set': 300 };

/** Large sets take as much as the rest together. Where the server knows no sorted sets all are strings. */
export function cachedBy(client: number, withSortedSets: boolean): Cached[] {
  return Array.from({ length: KEYS }, (_, at) => ({
    key: `cache:${client}:${at}`,
    kind: kindOf(at % 16, withSortedSets),
  }));
}

function kindOf(at: number, withSortedSets: boolean): Kind {
  if (withSortedSets && at === 0) return 'large set';
  if (withSortedSets && at < 5) return 'small set';
  return at % 2 === 0 ? 'string' : 'mortal string';
}

export function writeOf({ key, kind }: Cached, serial: number): string[] {
  if (kind === 'string') return ['SET', key, `${serial} `.padEnd(STRING_BYTES, 'v')];
  if (kind === 'mortal string') {
    return ['SET', key, `${serial} `.padEnd(STRING_BYTES, 'v'), 'PXAT', String(FAR_MS)];
  }
  const names = Array.from({ length: MEMBERS[kind] as number }, (_, at) => `member:${at}`);
  return ['ZADD', key, ...names.flatMap((name) => [String(serial), name])];
}

export function readOf({ key, kind }: Cached): string[] {
  return kind in MEMBERS ? ['ZRANGE', key, '0', '-1', 'WITHSCORES'] : ['GET', key];
}

/** What was read: a serial number, undefined when there is nothing, NaN for what no write can be. */
export function serialIn({ kind }: Cached, value: Value): number | undefined {
  if (value === null) return undefined;
  if (typeof value === 'string') {
    return value.length === STRING_BYTES ? Number.parseInt(value, 10) : Number.NaN;
  }
  if (!Array.isArray(value)) return Number.NaN;
  if (value.length === 0) return undefined;
  const scores = new Set(value.filter((_, at) => at % 2 === 1).map(Number));
  const isWhole = scores.size === 1 && value.length === 2 * (MEMBERS[kind] ?? 0);
  return isWhole ? [...scores][0] : Number.NaN;
}

/** The same of a request that the log holds; undefined when it is no write of ours. */
export function serialOfWrite([name = '', , third = '']: readonly string[]): number | undefined {
  return /^(SET|ZADD)$/i.test(name) ? Number.parseInt(third, 10) : undefined;
}
