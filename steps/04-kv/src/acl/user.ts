// A user: who may come in with which password, and what is permitted then. Rules in the notation of ACL SETUSER.
// Source: redis.io's page on ACL; texts and edge cases are redis-server 7.0.15's.

import { type Args, ReplyError } from '@byor/03-event-loop/core';
import type { Command } from '../engine/command.ts';
import type { CommandTable } from '../engine/command-table.ts';
import { hashOf, isHash, knows } from './passwords.ts';
import { syntaxFault } from './patterns.ts';
import { type Denial, Selector } from './selector.ts';

export interface UserContext {
  readonly commands: CommandTable;
  /** Do new users see all channels (acl-pubsub-default)? */
  allChannels: boolean;
}

const noSuchPassword = () =>
  new ReplyError('The password you are trying to remove from the user does not exist');
const noHash = () =>
  new ReplyError(
    'The password hash must be exactly 64 characters and contain only lowercase hexadecimal characters',
  );

export class User {
  readonly name: string;
  enabled = false;
  /** Any password will do. */
  nopass = false;
  /** SHA-256 of each. */
  passwords: readonly string[] = [];
  /** About RESTORE, which this server does not have: kept and shown. */
  payload = '';
  root: Selector;
  /** Further sets of permissions; a request needs one that permits all of it. */
  selectors: readonly Selector[] = [];
  readonly #context: UserContext;

  /** May do nothing yet. */
  constructor(name: string, context: UserContext) {
    this.name = name;
    this.#context = context;
    this.root = Selector.none(context.commands, context.allChannels);
  }

  /** The same with `modifiers` applied, for `assume`: all of them, or an error and nothing. @throws ReplyError */
  changed(modifiers: readonly string[]): User {
    const changed = new User(this.name, this.#context);
    changed.assume(this);
    changed.root = this.root.copy();
    for (const modifier of modifiers) {
      try {
        changed.#apply(modifier);
      } catch (error) {
        if (!(error instanceof ReplyError)) throw error;
        throw new ReplyError(`ERR Error in ACL SETUSER modifier '${modifier}': ${error.message}`);
      }
    }
    changed.root.commands.settle();
    return changed;
  }

  /** Becomes what `other` is, but for the name: clients keep the user they have. */
  assume({ enabled, nopass, passwords, payload, root, selectors }: User): void {
    Object.assign(this, { enabled, nopass, passwords, payload, root, selectors });
  }

  /** May do everything: then nothing need be asked of its requests. */
  get unlimited(): boolean {
    return this.root.unlimited;
  }

  accepts(passwordHash: string): boolean {
    return this.nopass || knows(this.passwords, passwordHash);
  }

  /** Undefined: permitted. Of several selectors' denials the one that came nearest to permitting. */
  check(command: Command, args: Args): Denial | undefined {
    let nearest = this.root.check(command, args);
    for (const selector of this.selectors) {
      if (nearest === undefined) return undefined;
      const denial = selector.check(command, args);
      if (denial === undefined) return undefined;
      if (distance(denial) > distance(nearest)) nearest = denial;
    }
    return nearest;
  }

  get flags(): string[] {
    const flags = [this.enabled ? 'on' : 'off'];
    if (this.nopass) flags.push('nopass');
    if (this.payload !== '') flags.push(this.payload);
    return flags;
  }

  /** A line of ACL LIST. */
  toString(): string {
    const passwords = this.passwords.map((hash) => `#${hash}`);
    const selectors = this.selectors.map((selector) => `(${selector})`);
    const parts = [...this.flags, ...passwords, String(this.root), ...selectors];
    return `user ${this.name} ${parts.join(' ')}`;
  }

  #apply(modifier: string): void {
    const rest = modifier.slice(1);
    if (modifier === '') return;
    if (modifier[0] === '>') this.#learn(hashOf(rest));
    else if (modifier[0] === '#') this.#learn(checkedHash(rest));
    else if (modifier[0] === '<') this.#forget(hashOf(rest));
    else if (modifier[0] === '!') this.#forget(checkedHash(rest));
    else if (modifier[0] === '(') this.#addSelector(modifier);
    else if (!this.#applyWord(modifier.toLowerCase())) this.root.apply(modifier);
  }

  /** False: not a word about the user as a whole. */
  #applyWord(word: string): boolean {
    if (word === 'on' || word === 'off') this.enabled = word === 'on';
    else if (word === 'nopass' || word === 'resetpass') {
      this.nopass = word === 'nopass';
      this.passwords = [];
    } else if (word === 'sanitize-payload' || word === 'skip-sanitize-payload') this.payload = word;
    else if (word === 'clearselectors') this.selectors = [];
    else if (word === 'reset') {
      this.assume(new User(this.name, this.#context));
      this.payload = 'sanitize-payload';
    } else return false;
    return true;
  }

  #learn(hash: string): void {
    this.nopass = false;
    if (!this.passwords.includes(hash)) this.passwords = [...this.passwords, hash];
  }

  #forget(hash: string): void {
    if (!this.passwords.includes(hash)) throw noSuchPassword();
    this.passwords = this.passwords.filter((each) => each !== hash);
  }

  /** `(~app:* +get)` */
  #addSelector(text: string): void {
    if (!text.endsWith(')')) throw syntaxFault();
    const { commands, allChannels } = this.#context;
    const selector = Selector.none(commands, allChannels);
    for (const modifier of text.slice(1, -1).split(' ')) {
      if (modifier !== '') selector.apply(modifier);
    }
    selector.commands.settle();
    this.selectors = [...this.selectors, selector];
  }
}

/** How far a selector went before it refused: past the command, past so many arguments. */
function distance(denial: Denial): number {
  return denial.reason === 'command' ? 0 : denial.at;
}

function checkedHash(text: string): string {
  if (!isHash(text)) throw noHash();
  return text;
}
