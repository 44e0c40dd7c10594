// The parameters of redis.conf: one registry that flags, CONFIG GET and CONFIG SET share.
// Each layer defines the parameters it reads; CONFIG SET is all or nothing, as in Redis 7.

import { ReplyError } from '@byor/03-event-loop/core';

export interface Parameter {
  /** redis.conf's name, lower case. */
  readonly name: string;
  /** The name it had in earlier versions: CONFIG knows it by both. */
  readonly alias?: string;
  readonly default: string;
  /** One line for --help. */
  readonly summary: string;
  /** Set at start only: CONFIG SET refuses it. */
  readonly immutable?: boolean;
  /** Gives the canonical text. @throws Error that says what is wrong, in Redis's words. */
  readonly parse: (text: string) => string;
  /** Runs after a change, at start too when a flag gives the parameter. @throws Error to refuse it. */
  readonly apply?: (value: string) => void;
}

export class Config {
  readonly #parameters = new Map<string, Parameter>();
  readonly #aliased = new Map<string, Parameter>();
  readonly #values = new Map<string, string>();

  /** @throws Error when a name is taken. */
  define(...parameters: readonly Parameter[]): void {
    for (const parameter of parameters) {
      if (this.#parameters.has(parameter.name)) {
        throw new Error(`parameter ${parameter.name} is defined already`);
      }
      this.#put(parameter);
    }
  }

  /** Puts a parameter that now has an effect in the place of an earlier layer's. @throws Error when there is none. */
  replace(...parameters: readonly Parameter[]): void {
    for (const parameter of parameters) {
      if (!this.#parameters.has(parameter.name)) {
        throw new Error(`no parameter ${parameter.name} to replace`);
      }
      this.#put(parameter);
    }
  }

  get(name: string): Parameter | undefined {
    const lower = name.toLowerCase();
    return this.#parameters.get(lower) ?? this.#aliased.get(lower);
  }

  parameters(): Parameter[] {
    return [...this.#parameters.values()];
  }

  /** @throws Error for a name that no layer defined. */
  text(name: string): string {
    const value = this.#values.get(name);
    if (value === undefined) throw new Error(`no layer defines the parameter ${name}`);
    return value;
  }

  number(name: string): number {
    return Number(this.text(name));
  }

  flag(name: string): boolean {
    return this.text(name) === 'yes';
  }

  /** A text parameter that is not empty. */
  has(name: string): boolean {
    return this.text(name) !== '';
  }

  /** At start, from a flag: immutable parameters too. @throws Error in a sentence for the user. */
  start(name: string, text: string): void {
    const parameter = this.#parameters.get(name);
    if (parameter === undefined) throw new Error(`unknown parameter '${name}'`);
    const value = parameter.parse(text);
    this.#values.set(name, value);
    parameter.apply?.(value);
  }

  /** CONFIG SET: all of them, or none and an error. @throws ReplyError */
  set(changes: readonly (readonly [name: string, text: string])[]): void {
    const parsed = changes.map(([name, text]) => this.#check(name, text, changes));
    const before = parsed.map(([parameter]) => this.text(parameter.name));
    parsed.forEach(([parameter, value], done) => {
      this.#values.set(parameter.name, value);
      try {
        parameter.apply?.(value);
      } catch (error) {
        this.#restore(parsed.slice(0, done + 1), before);
        throw setFailed(parameter.name, (error as Error).message);
      }
    });
  }

  #put(parameter: Parameter): void {
    this.#parameters.set(parameter.name, parameter);
    if (parameter.alias !== undefined) this.#aliased.set(parameter.alias, parameter);
    this.#values.set(parameter.name, parameter.default);
  }

  #check(
    given: string,
    text: string,
    all: readonly (readonly [string, string])[],
  ): [Parameter, string] {
    const parameter = this.get(given);
    if (parameter === undefined) {
      throw new ReplyError(`ERR Unknown option or number of arguments for CONFIG SET - '${given}'`);
    }
    if (all.filter(([name]) => name.toLowerCase() === parameter.name).length > 1) {
      throw setFailed(given, 'duplicate parameter');
    }
    if (parameter.immutable) throw setFailed(given, "can't set immutable config");
    try {
      return [parameter, parameter.parse(text)];
    } catch (error) {
      throw setFailed(given, (error as Error).message);
    }
  }

  #restore(changed: readonly [Parameter, string][], before: readonly string[]): void {
    changed.forEach(([parameter], at) => {
      const value = before[at] as string;
      this.#values.set(parameter.name, value);
      parameter.apply?.(value);
    });
  }
}

function setFailed(name: string, why: string): ReplyError {
  return new ReplyError(`ERR CONFIG SET failed (possibly related to argument '${name}') - ${why}`);
}

// Ways to read a parameter's text; each throws in Redis's words.

export const anyText = (text: string): string => text;

export function yesOrNo(text: string): string {
  const lower = text.toLowerCase();
  if (lower !== 'yes' && lower !== 'no') throw new Error("argument must be 'yes' or 'no'");
  return lower;
}

/** The greatest value of a C `long long`. */
export const LONG_MAX = 2n ** 63n - 1n;

export function integerWithin(least: number, most: number | bigint): (text: string) => string {
  return (text) => {
    if (!/^-?\d+$/.test(text) || !fitsLong(BigInt(text))) {
      throw new Error("argument couldn't be parsed into an integer");
    }
    return within(least, most, BigInt(text));
  };
}

function fitsLong(value: bigint): boolean {
  return value >= -LONG_MAX - 1n && value <= LONG_MAX;
}

function within(least: number, most: number | bigint, value: bigint): string {
  if (value < least || value > most) {
    throw new Error(`argument must be between ${least} and ${most} inclusive`);
  }
  return String(value);
}

export function oneOf(...choices: readonly string[]): (text: string) => string {
  return (text) => {
    const lower = text.toLowerCase();
    if (choices.includes(lower)) return lower;
    throw new Error(`argument(s) must be one of the following: ${choices.join(', ')}`);
  };
}

const UNITS: Readonly<Record<string, bigint>> = {
  b: 1n,
  k: 1000n,
  kb: 1024n,
  m: 1000n ** 2n,
  mb: 1024n ** 2n,
  g: 1000n ** 3n,
  gb: 1024n ** 3n,
};

/** `100`, `64kb`, `1gb`: bytes. */
export function memoryWithin(least: number, most: number | bigint): (text: string) => string {
  return (text) => {
    const match = /^(\d*)([a-z]*)$/i.exec(text);
    const unit = UNITS[(match?.[2] || 'b').toLowerCase()];
    if (match === null || unit === undefined) throw new Error('argument must be a memory value');
    return within(least, most, BigInt(match[1] || '0') * unit);
  };
}
