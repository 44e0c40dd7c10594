// Which keys and channels a selector permits: glob-style patterns, for keys each with what may be done to them.

import { type Args, ReplyError } from '@byor/03-event-loop/core';
import { type Command, keyPlaces } from '../engine/command.ts';
import { globMatch } from '../text/glob.ts';

/** Patterns are words of a line in ACL LIST. */
const BLANK = /[\s\0]/;

interface KeyPattern {
  readonly pattern: string;
  readonly read: boolean;
  readonly write: boolean;
}

export const syntaxFault = () => new ReplyError('Syntax error');

const afterAll = (what: string, flag: string, reset: string) =>
  new ReplyError(
    `Adding a pattern after the * pattern (or the '${flag}' flag) is not valid and does not have any effect. ` +
      `Try '${reset}' to start with an empty list of ${what}`,
  );

export class KeyPatterns {
  /** Every key, for reading and writing: `~*`. */
  all = false;
  #patterns: readonly KeyPattern[] = [];

  copy(): KeyPatterns {
    const copy = new KeyPatterns();
    copy.all = this.all;
    copy.#patterns = this.#patterns;
    return copy;
  }

  reset(all: boolean): void {
    this.all = all;
    this.#patterns = [];
  }

  /** @throws ReplyError without a code */
  add(pattern: string, read: boolean, write: boolean): void {
    if (this.all) throw afterAll('patterns', 'allkeys', 'resetkeys');
    if (BLANK.test(pattern)) throw syntaxFault();
    const known = this.#patterns.findIndex((each) => each.pattern === pattern);
    const before = this.#patterns[known];
    if (before === undefined) this.#patterns = [...this.#patterns, { pattern, read, write }];
    else {
      const merged = { pattern, read: read || before.read, write: write || before.write };
      this.#patterns = this.#patterns.with(known, merged);
    }
  }

  /** Where the first key stands that may not be used so; undefined: all may. */
  firstDenied({ keys }: Command, args: Args): number | undefined {
    if (this.all) return undefined;
    for (const spec of keys) {
      const { access } = spec;
      const read =
        /\baccess\b/.test(access) && (!access.includes('variable_flags') || asksGet(args));
      const write = /\b(insert|update|delete)\b/.test(access);
      for (const at of keyPlaces([spec], args) ?? []) {
        if (!this.#permits(args.at(at).text(), read, write)) return at;
      }
    }
    return undefined;
  }

  #permits(key: string, read: boolean, write: boolean): boolean {
    return this.#patterns.some(
      (each) => (each.read || !read) && (each.write || !write) && globMatch(each.pattern, key),
    );
  }

  toString(): string {
    if (this.all) return '~*';
    return this.#patterns
      .map(({ pattern, read, write }) => `${read ? (write ? '' : '%R') : '%W'}~${pattern}`)
      .join(' ');
  }
}

/** Of the commands whose words say what they do to a key only SET is here: it reads it with GET. */
function asksGet(set: Args): boolean {
  for (let at = 3; at < set.count; at++) if (set.at(at).is('GET')) return true;
  return false;
}

/** This server has no channels yet: the patterns are kept and shown. */
export class ChannelPatterns {
  all: boolean;
  #patterns: readonly string[] = [];

  constructor(all: boolean) {
    this.all = all;
  }

  copy(): ChannelPatterns {
    const copy = new ChannelPatterns(this.all);
    copy.#patterns = this.#patterns;
    return copy;
  }

  reset(all: boolean): void {
    this.all = all;
    this.#patterns = [];
  }

  /** @throws ReplyError without a code */
  add(pattern: string): void {
    if (this.all) throw afterAll('channels', 'allchannels', 'resetchannels');
    if (BLANK.test(pattern)) throw syntaxFault();
    if (!this.#patterns.includes(pattern)) this.#patterns = [...this.#patterns, pattern];
  }

  toString(): string {
    return this.all ? '&*' : this.#patterns.map((pattern) => `&${pattern}`).join(' ');
  }
}
