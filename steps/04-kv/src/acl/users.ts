// All users of a server, by name. There is always one, `default`: who has not said otherwise is that one.

import { ReplyError } from '@byor/03-event-loop/core';
import type { CommandTable } from '../engine/command-table.ts';
import { hashOf } from './passwords.ts';
import { User, type UserContext } from './user.ts';

export class Users {
  readonly default: User;
  readonly #context: UserContext;
  readonly #byName = new Map<string, User>();

  constructor(commands: CommandTable) {
    this.#context = { commands, allChannels: true };
    this.default = this.set('default', ['on', 'nopass', 'allkeys', 'allcommands']);
    this.#context.allChannels = false;
  }

  /** Do new users see all channels? */
  set allChannels(all: boolean) {
    this.#context.allChannels = all;
  }

  /** Must who comes give a password before anything else? */
  get closed(): boolean {
    return !this.default.nopass || !this.default.enabled;
  }

  get(name: string): User | undefined {
    return this.#byName.get(name);
  }

  /** In the order of their names. */
  all(): User[] {
    return [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Makes or changes a user: ACL SETUSER's modifiers, all of them or none. @throws ReplyError */
  set(name: string, modifiers: readonly string[]): User {
    if (/[\s\0]/.test(name)) {
      throw new ReplyError("ERR Usernames can't contain spaces or null characters");
    }
    const user = this.#byName.get(name) ?? new User(name, this.#context);
    user.assume(user.changed(joinParentheses(modifiers)));
    this.#byName.set(name, user);
    return user;
  }

  /** Removes those of the names that there are. @throws ReplyError when the default user is among them; then none is removed */
  delete(names: readonly string[]): Set<User> {
    if (names.includes('default')) {
      throw new ReplyError("ERR The 'default' user cannot be removed");
    }
    const deleted = new Set<User>();
    for (const name of names) {
      const user = this.#byName.get(name);
      if (user !== undefined) deleted.add(user);
      this.#byName.delete(name);
    }
    return deleted;
  }

  /** Undefined: no such user, or one who may not come in, or a wrong password; who asks is not told which. */
  authenticate(name: string, password: string): User | undefined {
    const hash = hashOf(password); // before the look-up: an unknown name takes as long as a known one
    const user = this.#byName.get(name);
    return user?.enabled && user.accepts(hash) ? user : undefined;
  }
}

/** `(~a`, `+get)` become one modifier: a selector. @throws ReplyError */
function joinParentheses(modifiers: readonly string[]): string[] {
  const joined: string[] = [];
  let open: string | undefined;
  for (const modifier of modifiers) {
    const text = open === undefined ? modifier : `${open} ${modifier}`;
    const whole = text[0] !== '(' || text.endsWith(')');
    if (whole) joined.push(text);
    open = whole ? undefined : text;
  }
  if (open === undefined) return joined;
  throw new ReplyError(
    `ERR Unmatched parenthesis in acl selector starting at '${open.split(' ')[0]}'.`,
  );
}
