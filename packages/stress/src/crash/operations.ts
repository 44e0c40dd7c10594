// The random load: writes to one client's own keys, each with what it means for the model.

import { type Held, type Operation, ordered, type State } from './state.ts';

type Random = () => number;

const FAR_MS = 4_102_444_800_000; // the year 2100
const PAST_MS = 1_000_000_000_000;
const MEMBERS = 12;
const BIG_MEMBERS = 3000;
/** Members that one command adds to the large set. */
const BIG_BATCH = 60;

const below = (random: Random, n: number) => Math.floor(random() * n);

/** One client's key names. The large set is dumped bit by bit in a rewrite, the others at once. */
export function keysOf(client: number, withSortedSets: boolean): string[] {
  const names = ['n0', 'n1', 't0', 't1', 't2', 'm0', 'm1'];
  if (withSortedSets) names.push('z0', 'z1', 'big', 'bigcopy');
  return names.map((name) => `c${client}:${name}`);
}

export class Load {
  readonly #random: Random;
  readonly #prefix: string;
  readonly #makers: readonly (() => Operation)[];
  #serial = 0;

  constructor(client: number, random: Random, withSortedSets: boolean) {
    this.#random = random;
    this.#prefix = `c${client}:`;
    const strings = [
      () => this.#increment(),
      () => this.#increment(),
      () => this.#append(),
      () => this.#set(),
      () => this.#setMany(),
      () => this.#delete(),
      () => this.#expire(),
      () => this.#persist(),
      () => this.#rename(),
      () => this.#copy('t0', 't2'),
      () => this.#setMortal(),
    ];
    const sets = [
      () => this.#zadd('z0', MEMBERS, 3),
      () => this.#zadd('big', BIG_MEMBERS, BIG_BATCH),
      () => this.#zincrby(this.#pick('z0', 'z1', 'big'), MEMBERS),
      () => this.#zincrby('big', BIG_MEMBERS),
      () => this.#zrem(this.#pick('z0', 'big')),
      () => this.#zpop(),
      () => this.#zunion(),
      () => (this.#one(8) ? this.#copy('big', 'bigcopy') : this.#zadd('big', BIG_MEMBERS, 1)),
    ];
    this.#makers = withSortedSets ? [...strings, ...sets] : strings;
  }

  next(): Operation {
    this.#serial++;
    return (this.#makers[below(this.#random, this.#makers.length)] as () => Operation)();
  }

  #pick(...names: string[]): string {
    return names[below(this.#random, names.length)] as string;
  }

  #one(inSoMany: number): boolean {
    return below(this.#random, inSoMany) === 0;
  }

  #key(...names: string[]): string {
    return this.#prefix + this.#pick(...names);
  }

  /** Not idempotent: a record that is replayed twice, or never, shows. */
  #increment(): Operation {
    const key = this.#key('n0', 'n1');
    return operation(['INCR', key], [key], (state) => {
      const before = state.get(key);
      state.set(key, { value: String(Number(before?.value ?? 0) + 1), whenMs: before?.whenMs });
    });
  }

  #append(): Operation {
    const key = this.#key('t0', 't1');
    const text = `${this.#serial}.`;
    return operation(['APPEND', key, text], [key], (state) => {
      const before = state.get(key);
      state.set(key, { value: `${before?.value ?? ''}${text}`, whenMs: before?.whenMs });
    });
  }

  #set(): Operation {
    const key = this.#key('t0', 't1', 't2');
    const value = `set ${this.#serial}`;
    const whenMs = this.#one(2) ? FAR_MS + this.#serial : undefined;
    const words = ['SET', key, value, ...(whenMs === undefined ? [] : ['PXAT', String(whenMs)])];
    return operation(words, [key], (state) => state.set(key, { value, whenMs }));
  }

  /** Keys that soon die are only written anew, whole: what happens to them does not hang on the moment. */
  #setMortal(): Operation {
    const key = this.#key('m0', 'm1');
    const value = `mortal ${this.#serial}`;
    const whenMs = Date.now() + 50 + below(this.#random, 2000);
    return operation(['SET', key, value, 'PXAT', String(whenMs)], [key], (state) =>
      state.set(key, { value, whenMs }),
    );
  }

  /** All or none: a half of it is no prefix. */
  #setMany(): Operation {
    const keys = ['n0', 't0', 't1'].map((name) => this.#prefix + name);
    const value = String(this.#serial * 1000);
    return operation(['MSET', ...keys.flatMap((key) => [key, value])], keys, (state) => {
      for (const key of keys) state.set(key, { value, whenMs: undefined });
    });
  }

  #delete(): Operation {
    const names = this.#one(2) ? ['n1', 't1'] : ['t0', 'm0', 't2'];
    const keys = names.map((name) => this.#prefix + name);
    return operation([this.#pick('DEL', 'UNLINK'), ...keys], keys, (state) => {
      for (const key of keys) state.delete(key);
    });
  }

  #expire(): Operation {
    const key = this.#key('t0', 't1', 'n0', 'z0', 'big');
    const whenMs = this.#one(4) ? PAST_MS : FAR_MS + this.#serial;
    return operation(['PEXPIREAT', key, String(whenMs)], [key], (state) => {
      const before = state.get(key);
      if (before === undefined) return;
      if (whenMs === PAST_MS) state.delete(key);
      else state.set(key, { ...before, whenMs });
    });
  }

  #persist(): Operation {
    const key = this.#key('t0', 'n0', 'big');
    return operation(['PERSIST', key], [key], (state) => {
      const before = state.get(key);
      if (before !== undefined) state.set(key, { ...before, whenMs: undefined });
    });
  }

  #rename(): Operation {
    const [from, to] = [`${this.#prefix}t1`, `${this.#prefix}t2`];
    return operation(['RENAME', from, to], [from, to], (state) => {
      const moved = state.get(from);
      if (moved === undefined) return; // answered with an error
      state.delete(from);
      state.set(to, moved);
    });
  }

  #copy(source: string, target: string): Operation {
    const [from, to] = [this.#prefix + source, this.#prefix + target];
    return operation(['COPY', from, to, 'REPLACE'], [to], (state) => {
      const entry = state.get(from);
      if (entry !== undefined) state.set(to, { ...entry, value: copyOf(entry.value) });
    });
  }

  #zadd(name: string, members: number, count: number): Operation {
    const key = this.#prefix + name;
    const pairs = Array.from({ length: count }, (_, at): [string, number] => [
      `m${below(this.#random, members)}`,
      this.#serial + at,
    ]);
    const words = pairs.flatMap(([member, score]) => [String(score), member]);
    return operation(['ZADD', key, ...words], [key], (state) => {
      const set = setAt(state, key);
      for (const [member, score] of pairs) set.set(member, score);
    });
  }

  #zincrby(name: string, members: number): Operation {
    const key = this.#prefix + name;
    const member = `m${below(this.#random, members)}`;
    return operation(['ZINCRBY', key, '3', member], [key], (state) => {
      const set = setAt(state, key);
      set.set(member, (set.get(member) ?? 0) + 3);
    });
  }

  #zrem(name: string): Operation {
    const key = this.#prefix + name;
    const members = Array.from({ length: 2 }, () => `m${below(this.#random, MEMBERS)}`);
    return operation(['ZREM', key, ...members], [key], (state) => removeFrom(state, key, members));
  }

  #zpop(): Operation {
    const key = `${this.#prefix}z0`;
    return operation(['ZPOPMIN', key, '2'], [key], (state) => {
      const set = state.get(key)?.value;
      if (!(set instanceof Map)) return;
      const first = ordered(set).slice(0, 2);
      removeFrom(
        state,
        key,
        first.map(([member]) => member),
      );
    });
  }

  #zunion(): Operation {
    const [to, a, b] = ['z1', 'z0', 'bigcopy'].map((name) => this.#prefix + name) as [
      string,
      string,
      string,
    ];
    return operation(['ZUNIONSTORE', to, '2', a, b, 'AGGREGATE', 'MAX'], [to], (state) => {
      const union = new Map<string, number>();
      for (const { value } of [state.get(a), state.get(b)].filter((entry) => entry !== undefined)) {
        for (const [member, score] of value as Map<string, number>)
          union.set(member, Math.max(score, union.get(member) ?? Number.NEGATIVE_INFINITY));
      }
      state.delete(to);
      if (union.size > 0) state.set(to, { value: union, whenMs: undefined });
    });
  }
}

function operation(
  words: readonly string[],
  keys: readonly string[],
  apply: (state: State) => void,
): Operation {
  return { words, keys, apply };
}

function setAt(state: State, key: string): Map<string, number> {
  const before = state.get(key);
  if (before?.value instanceof Map) return before.value;
  const value = new Map<string, number>();
  state.set(key, { value, whenMs: undefined });
  return value;
}

function removeFrom(state: State, key: string, members: readonly string[]): void {
  const set = state.get(key)?.value;
  if (!(set instanceof Map)) return;
  for (const member of members) set.delete(member);
  if (set.size === 0) state.delete(key);
}

function copyOf(value: Held): Held {
  return typeof value === 'string' ? value : new Map(value);
}
