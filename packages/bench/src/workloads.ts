// The workloads, as data: what is sent, and what must be there before. Adding one is a row.
// `__rand_int__` is redis-benchmark's: twelve digits, drawn anew for each command out of as many as there are keys.

export interface Workload {
  readonly id: string;
  readonly title: string;
  /** The first stage that can do it. */
  readonly since: string;
  /** Commands with their shares of the whole, which add up to 1. */
  readonly mix: readonly Part[];
  /** What the server holds before, and nothing else: each key of the range, of this kind. Who writes must say it. */
  readonly filled?: 'strings' | 'counters' | 'members';
  /** Whether the payload changes anything. */
  readonly hasPayload?: boolean;
}

export interface Part {
  readonly share: number;
  words(payload: string): readonly string[];
}

export const RANDOM = '__rand_int__';
/** Sixteen bytes, as redis-benchmark names them. */
export const KEY = `key:${RANDOM}`;
const COUNTER = `num:${RANDOM}`;
const BOARD = 'board';
const MSET_KEYS = 10;

/** Distinct keys, or members; fewer where the values are so large that they would not fit. */
export const KEYS = 100_000;
const MOST_VALUE_BYTES = 64 * 1024 * 1024;

export const keysFor = (payloadBytes: number): number =>
  Math.max(1, Math.min(KEYS, Math.floor(MOST_VALUE_BYTES / payloadBytes)));

const whole = (words: Part['words']): readonly Part[] => [{ share: 1, words }];

export const workloads: readonly Workload[] = [
  { id: 'ping', title: 'PING', since: '03', mix: whole(() => ['PING']) },
  {
    id: 'set',
    title: 'SET',
    since: '04',
    mix: whole((payload) => ['SET', KEY, payload]),
    filled: 'strings',
    hasPayload: true,
  },
  {
    id: 'get',
    title: 'GET',
    since: '04',
    mix: whole(() => ['GET', KEY]),
    filled: 'strings',
    hasPayload: true,
  },
  {
    id: 'incr',
    title: 'INCR',
    since: '04',
    mix: whole(() => ['INCR', COUNTER]),
    filled: 'counters',
  },
  {
    id: 'mset',
    title: 'MSET of 10',
    since: '04',
    mix: whole((payload) => [
      'MSET',
      ...Array.from({ length: MSET_KEYS }, () => [KEY, payload]).flat(),
    ]),
    filled: 'strings',
    hasPayload: true,
  },
  {
    id: 'zadd',
    title: 'ZADD',
    since: '07',
    mix: whole(() => ['ZADD', BOARD, RANDOM, `member:${RANDOM}`]),
    filled: 'members',
  },
  {
    id: 'zrange',
    title: 'ZRANGE 0 99',
    since: '07',
    mix: whole(() => ['ZRANGE', BOARD, '0', '99']),
    filled: 'members',
  },
  {
    id: 'mixed',
    title: '80 % GET, 20 % SET',
    since: '04',
    mix: [
      { share: 0.8, words: () => ['GET', KEY] },
      { share: 0.2, words: (payload) => ['SET', KEY, payload] },
    ],
    filled: 'strings',
    hasPayload: true,
  },
];

/** What puts one key, or member, there: the range is walked in order. */
export const fillers: Readonly<Record<NonNullable<Workload['filled']>, Part['words']>> = {
  strings: (payload) => ['SET', KEY, payload],
  counters: () => ['INCR', COUNTER],
  members: () => ['ZADD', BOARD, RANDOM, `member:${RANDOM}`],
};

export function workloadOf(id: string): Workload {
  const found = workloads.find((workload) => workload.id === id);
  if (found) return found;
  throw new Error(`there is no workload "${id}": ${workloads.map((each) => each.id).join(', ')}`);
}
