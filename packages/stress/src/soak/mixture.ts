// The mixed commands of one client: random ones on its own keys, each with the reply that the model says, and keys that die.

import { Dice } from '../fuzz/dice.ts';
import { type Batch, command } from '../load/peer.ts';
import { Model, type Reply } from './model.ts';

const NAMES = 24;
const MEMBERS = 300;
const LONGEST_BATCH = 20;
/** The year 2100. */
const FAR_MS = 4_102_444_800_000;
/** A string that has grown so long is deleted, so that the data stays as large as it is. */
const LONGEST_VALUE = 4096;
/** The server's clock is ours, read a little earlier or later. */
const CLOCK_MARGIN_MS = 1500;

interface Exchange {
  readonly words: readonly (string | number)[];
  readonly reply: Reply;
}

export class Mixture {
  readonly model = new Model();
  readonly #dice: Dice;
  readonly #prefix: string;
  /** Keys that die by themselves, and when each must be gone. */
  readonly #dying: { readonly key: string; readonly goneMs: number }[] = [];
  #serial = 0;

  constructor(client: number, seed: number) {
    this.#prefix = `soak:${client}:`;
    this.#dice = new Dice(seed + client);
  }

  /** A few commands at once, and all that must come back. */
  next(): Batch {
    const exchanges = this.#dice.list(1, LONGEST_BATCH, () => this.#one());
    return {
      request: exchanges.map(({ words }) => command(...words.map(String))).join(''),
      reply: exchanges.map(({ reply }) => reply).join(''),
      commands: exchanges.length,
    };
  }

  /** Everything that must be there. */
  look(): Batch {
    const exchanges = this.model.keys().flatMap((key): Exchange[] => [
      this.model.isSet(key)
        ? {
            words: ['ZRANGE', key, 0, MEMBERS, 'WITHSCORES'],
            reply: this.model.zrange(key, 0, MEMBERS),
          }
        : { words: ['GET', key], reply: this.model.get(key) },
      { words: ['PEXPIRETIME', key], reply: this.model.pexpiretime(key) },
    ]);
    exchanges.push({ words: ['PING'], reply: '+PONG\r\n' });
    return {
      request: exchanges.map(({ words }) => command(...words.map(String))).join(''),
      reply: exchanges.map(({ reply }) => reply).join(''),
      commands: exchanges.length,
    };
  }

  #one(): Exchange {
    const dice = this.#dice;
    if (dice.oneIn(12)) return this.#mortal();
    const kind = dice.below(3);
    if (kind === 0) return this.#onStrings();
    return kind === 1 ? this.#onSets() : this.#onKeys();
  }

  /** Mostly strings under some names and sets under others; at times the wrong type meets a command. */
  #key(kind: 's' | 'z'): string {
    const other = kind === 's' ? 'z' : 's';
    return `${this.#prefix}${this.#dice.oneIn(20) ? other : kind}${this.#dice.below(NAMES)}`;
  }

  #anyKey(): string {
    return this.#key(this.#dice.oneIn(2) ? 's' : 'z');
  }

  #value(): string {
    const dice = this.#dice;
    return dice.oneIn(3)
      ? String(dice.below(1e6))
      : `${'v'.repeat(dice.below(200))}${++this.#serial}`;
  }

  #onStrings(): Exchange {
    const { model } = this;
    const dice = this.#dice;
    const key = this.#key('s');
    const value = this.#value();
    const by = dice.below(100) - 50;
    const start = dice.below(40);
    const makers: (() => Exchange)[] = [
      () => ({ words: ['SET', key, value], reply: model.set(key, value) }),
      () => ({ words: ['GET', key], reply: model.get(key) }),
      () => ({ words: ['STRLEN', key], reply: model.strlen(key) }),
      () => this.#append(key, value),
      () => ({ words: ['INCRBY', key, by], reply: model.incrby(key, by) }),
      () => ({
        words: ['GETRANGE', key, start, start + 9],
        reply: model.getrange(key, start, start + 9),
      }),
      () => ({ words: ['GETDEL', key], reply: model.getdel(key) }),
      () => this.#many(value),
    ];
    return dice.pick(makers)();
  }

  #append(key: string, value: string): Exchange {
    if (Number(this.model.strlen(key).slice(1)) > LONGEST_VALUE)
      return { words: ['DEL', key], reply: this.model.del(key) };
    return { words: ['APPEND', key, value], reply: this.model.append(key, value) };
  }

  #many(value: string): Exchange {
    const keys = [this.#key('s'), this.#key('s'), this.#key('z')];
    const pairs = keys.slice(0, 2).flatMap((key) => [key, value]);
    return this.#dice.oneIn(2)
      ? { words: ['MSET', ...pairs], reply: this.model.mset(...pairs) }
      : { words: ['MGET', ...keys], reply: this.model.mget(...keys) };
  }

  #onSets(): Exchange {
    const { model } = this;
    const dice = this.#dice;
    const key = this.#key('z');
    const [one, two] = [this.#member(), this.#member()];
    const score = dice.below(1000) - 500;
    const least = dice.below(500) - 250;
    const makers: (() => Exchange)[] = [
      () => ({
        words: ['ZADD', key, score, one, least, two],
        reply: model.zadd(key, score, one, least, two),
      }),
      () => ({ words: ['ZADD', key, score, one], reply: model.zadd(key, score, one) }),
      () => this.#zaddMany(key),
      () => this.#zaddMany(key),
      () => ({ words: ['ZINCRBY', key, score, one], reply: model.zincrby(key, score, one) }),
      () => ({ words: ['ZREM', key, one, two], reply: model.zrem(key, one, two) }),
      () => ({ words: ['ZCARD', key], reply: model.zcard(key) }),
      () => ({ words: ['ZSCORE', key, one], reply: model.zscore(key, one) }),
      () => ({ words: ['ZRANK', key, one], reply: model.zrank(key, one) }),
      () => ({ words: ['ZRANGE', key, 5, 15, 'WITHSCORES'], reply: model.zrange(key, 5, 15) }),
      () => ({
        words: ['ZCOUNT', key, least, least + 99],
        reply: model.zcount(key, least, least + 99),
      }),
      () => ({ words: ['ZPOPMIN', key, 3], reply: model.zpopmin(key, 3) }),
    ];
    return dice.pick(makers)();
  }

  #onKeys(): Exchange {
    const { model } = this;
    const dice = this.#dice;
    const [key, other] = [this.#anyKey(), this.#anyKey()];
    const whenMs = FAR_MS + dice.below(1e6);
    const makers: (() => Exchange)[] = [
      () => ({ words: ['DEL', key], reply: model.del(key) }),
      () => ({ words: ['EXISTS', key, other], reply: model.exists(key, other) }),
      () => ({ words: ['TYPE', key], reply: model.type(key) }),
      () => ({ words: ['RENAME', key, other], reply: model.rename(key, other) }),
      () => this.#copy(key, other),
      () => ({ words: ['PEXPIREAT', key, whenMs], reply: model.pexpireat(key, whenMs) }),
      () => ({ words: ['PEXPIRETIME', key], reply: model.pexpiretime(key) }),
      () => ({ words: ['PERSIST', key], reply: model.persist(key) }),
    ];
    return dice.pick(makers)();
  }

  /** So many that the set leaves its compact form. */
  #zaddMany(key: string): Exchange {
    const pairs = this.#dice.list(20, 60, () => [this.#dice.below(1000), this.#member()]).flat();
    return { words: ['ZADD', key, ...pairs], reply: this.model.zadd(key, ...pairs) };
  }

  #member(): string {
    return `m${this.#dice.below(MEMBERS)}`;
  }

  #copy(key: string, other: string): Exchange {
    if (key === other) return { words: ['TYPE', key], reply: this.model.type(key) };
    return { words: ['COPY', key, other], reply: this.model.copy(key, other) };
  }

  /** One more key that lives for a moment, or a look at one that must be gone. */
  #mortal(): Exchange {
    const [oldest] = this.#dying;
    if (oldest !== undefined && oldest.goneMs < Date.now()) {
      this.#dying.shift();
      return { words: ['GET', oldest.key], reply: '$-1\r\n' };
    }
    const lifeMs = 1 + this.#dice.below(300);
    const key = `${this.#prefix}mortal:${++this.#serial}`;
    this.#dying.push({ key, goneMs: Date.now() + lifeMs + CLOCK_MARGIN_MS });
    return { words: ['SET', key, 'v', 'PX', lifeMs], reply: '+OK\r\n' };
  }
}
