// A small Redis that knows every answer before it comes: one client's keys, and each command with its reply, byte for byte.
// Own code on purpose, plain maps and sorting: what it shares with the server it could not find wrong.

export type Reply = string;

type Held = string | Map<string, number>;

interface Entry {
  value: Held;
  /** Far in the future; undefined: never. */
  whenMs: number | undefined;
}

const OK = '+OK\r\n';
const NIL = '$-1\r\n';
const WRONG_TYPE = '-WRONGTYPE Operation against a key holding the wrong kind of value\r\n';
const NO_INTEGER = '-ERR value is not an integer or out of range\r\n';
const OVERFLOW = '-ERR increment or decrement would overflow\r\n';
const NO_KEY = '-ERR no such key\r\n';

const fits = (n: bigint) => BigInt.asIntN(64, n) === n;
const integer = (n: number | bigint): Reply => `:${n}\r\n`;
const bulk = (text: string | undefined): Reply =>
  text === undefined ? NIL : `$${text.length}\r\n${text}\r\n`;
const array = (items: readonly Reply[]): Reply => `*${items.length}\r\n${items.join('')}`;

export class Model {
  readonly #entries = new Map<string, Entry>();

  get size(): number {
    return this.#entries.size;
  }

  keys(): string[] {
    return [...this.#entries.keys()];
  }

  isSet(key: string): boolean {
    return this.#entries.get(key)?.value instanceof Map;
  }

  set(key: string, value: string): Reply {
    this.#entries.set(key, { value, whenMs: undefined });
    return OK;
  }

  get(key: string): Reply {
    return this.#onText(key, (text) => bulk(text));
  }

  getdel(key: string): Reply {
    return this.#onText(key, (text) => {
      this.#entries.delete(key);
      return bulk(text);
    });
  }

  strlen(key: string): Reply {
    return this.#onText(key, (text = '') => integer(text.length));
  }

  append(key: string, more: string): Reply {
    return this.#onText(key, (text = '') => {
      this.#update(key, text + more);
      return integer(text.length + more.length);
    });
  }

  /** `start` and `end` count from the front here: from the end is the wire cases' concern. */
  getrange(key: string, start: number, end: number): Reply {
    return this.#onText(key, (text = '') => bulk(text.slice(start, end + 1)));
  }

  incrby(key: string, by: number): Reply {
    return this.#onText(key, (text = '0') => {
      if (!/^(0|-?[1-9]\d{0,18})$/.test(text) || !fits(BigInt(text))) return NO_INTEGER;
      const sum = BigInt(text) + BigInt(by);
      if (!fits(sum)) return OVERFLOW;
      this.#update(key, String(sum));
      return integer(sum);
    });
  }

  mset(...pairs: readonly string[]): Reply {
    for (let at = 0; at < pairs.length; at += 2)
      this.set(pairs[at] as string, pairs[at + 1] as string);
    return OK;
  }

  mget(...keys: readonly string[]): Reply {
    const texts = keys.map((key) => this.#entries.get(key)?.value);
    return array(texts.map((text) => bulk(typeof text === 'string' ? text : undefined)));
  }

  del(...keys: readonly string[]): Reply {
    return integer(keys.filter((key) => this.#entries.delete(key)).length);
  }

  exists(...keys: readonly string[]): Reply {
    return integer(keys.filter((key) => this.#entries.has(key)).length);
  }

  type(key: string): Reply {
    const value = this.#entries.get(key)?.value;
    if (value === undefined) return '+none\r\n';
    return typeof value === 'string' ? '+string\r\n' : '+zset\r\n';
  }

  rename(from: string, to: string): Reply {
    const entry = this.#entries.get(from);
    if (entry === undefined) return NO_KEY;
    this.#entries.delete(from);
    this.#entries.set(to, entry);
    return OK;
  }

  copy(from: string, to: string): Reply {
    const entry = this.#entries.get(from);
    if (entry === undefined || from === to || this.#entries.has(to)) return integer(0);
    const { value, whenMs } = entry;
    this.#entries.set(to, { value: typeof value === 'string' ? value : new Map(value), whenMs });
    return integer(1);
  }

  pexpireat(key: string, whenMs: number): Reply {
    const entry = this.#entries.get(key);
    if (entry === undefined) return integer(0);
    entry.whenMs = whenMs;
    return integer(1);
  }

  pexpiretime(key: string): Reply {
    const entry = this.#entries.get(key);
    return integer(entry === undefined ? -2 : (entry.whenMs ?? -1));
  }

  persist(key: string): Reply {
    const entry = this.#entries.get(key);
    const had = entry?.whenMs !== undefined;
    if (entry !== undefined) entry.whenMs = undefined;
    return integer(had ? 1 : 0);
  }

  zadd(key: string, ...pairs: readonly (string | number)[]): Reply {
    return this.#onSet(key, (set = new Map()) => {
      const before = set.size;
      for (let at = 0; at < pairs.length; at += 2)
        set.set(String(pairs[at + 1]), Number(pairs[at]));
      this.#put(key, set);
      return integer(set.size - before);
    });
  }

  zincrby(key: string, by: number, member: string): Reply {
    return this.#onSet(key, (set = new Map()) => {
      const score = (set.get(member) ?? 0) + by;
      set.set(member, score);
      this.#put(key, set);
      return bulk(String(score));
    });
  }

  zrem(key: string, ...members: readonly string[]): Reply {
    return this.#onSet(key, (set) => {
      const removed = members.filter((member) => set?.delete(member)).length;
      this.#dropIfEmpty(key, set);
      return integer(removed);
    });
  }

  zcard(key: string): Reply {
    return this.#onSet(key, (set) => integer(set?.size ?? 0));
  }

  zscore(key: string, member: string): Reply {
    return this.#onSet(key, (set) => bulk(set?.get(member)?.toString()));
  }

  zrank(key: string, member: string): Reply {
    return this.#onSet(key, (set) => {
      const rank = ordered(set).findIndex(([name]) => name === member);
      return rank < 0 ? NIL : integer(rank);
    });
  }

  zrange(key: string, start: number, stop: number): Reply {
    return this.#onSet(key, (set) => withScores(ordered(set).slice(start, stop + 1)));
  }

  zcount(key: string, least: number, most: number): Reply {
    const inside = ([, score]: readonly [string, number]) => score >= least && score <= most;
    return this.#onSet(key, (set) => integer(ordered(set).filter(inside).length));
  }

  zpopmin(key: string, count: number): Reply {
    return this.#onSet(key, (set) => {
      const popped = ordered(set).slice(0, count);
      for (const [member] of popped) set?.delete(member);
      this.#dropIfEmpty(key, set);
      return withScores(popped);
    });
  }

  #onText(key: string, run: (text: string | undefined) => Reply): Reply {
    const value = this.#entries.get(key)?.value;
    return typeof value === 'object' ? WRONG_TYPE : run(value);
  }

  #onSet(key: string, run: (set: Map<string, number> | undefined) => Reply): Reply {
    const value = this.#entries.get(key)?.value;
    return typeof value === 'string' ? WRONG_TYPE : run(value);
  }

  /** The same life: the deadline stays. */
  #update(key: string, value: string): void {
    this.#entries.set(key, { value, whenMs: this.#entries.get(key)?.whenMs });
  }

  #put(key: string, set: Map<string, number>): void {
    if (!this.#entries.has(key)) this.#entries.set(key, { value: set, whenMs: undefined });
  }

  #dropIfEmpty(key: string, set: Map<string, number> | undefined): void {
    if (set?.size === 0) this.#entries.delete(key);
  }
}

function ordered(set: ReadonlyMap<string, number> = new Map()): [string, number][] {
  return [...set].sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
}

function withScores(members: readonly [string, number][]): Reply {
  return array(members.flatMap(([member, score]) => [bulk(member), bulk(String(score))]));
}
