// Which commands a selector permits: rules applied one after the other to what is permitted so far. `+@read -get +config|get`
// Invariant: no rule stands in the list that makes no difference, so the list is also what ACL LIST shows.

import { type Args, ReplyError } from '@byor/03-event-loop/core';
import type { Command } from '../engine/command.ts';
import type { CommandTable } from '../engine/command-table.ts';
import { CATEGORIES, commandsOf } from './categories.ts';

export const unknownRule = () => new ReplyError('Unknown command or category name in ACL');

/** What a list of rules comes to. */
class Permitted {
  /** Full names: `get`, `config|get`. */
  readonly commands = new Set<string>();
  /** `+select|0`: a command that is not permitted but for this first argument, in lower case. */
  readonly firstArguments = new Map<string, Set<string>>();

  set(command: Command, allowed: boolean): void {
    const names = [command.fullName];
    for (const child of command.children?.values() ?? []) names.push(child.fullName);
    for (const name of names) {
      if (allowed) this.commands.add(name);
      else this.commands.delete(name);
      this.firstArguments.delete(name);
    }
  }

  allowFirst(command: string, argument: string): void {
    const allowed = this.firstArguments.get(command) ?? new Set();
    this.firstArguments.set(command, allowed.add(argument.toLowerCase()));
  }

  /** Equal texts: equal permissions. */
  toString(): string {
    const first = [...this.firstArguments].map(
      ([name, allowed]) => `${name}|${[...allowed].sort()}`,
    );
    return [...this.commands, ...first].sort().join(' ');
  }
}

export class CommandRules {
  readonly #table: CommandTable;
  #rules: string[] = [];
  #permitted = new Permitted();

  constructor(table: CommandTable) {
    this.#table = table;
  }

  copy(): CommandRules {
    const copy = new CommandRules(this.#table);
    copy.#rules = this.#rules;
    copy.settle();
    return copy;
  }

  /** Every command, those too that are yet to come. */
  get all(): boolean {
    return this.#rules.length === 1 && this.#rules[0] === '+@all';
  }

  permits({ fullName }: Command, args: Args): boolean {
    if (this.all || this.#permitted.commands.has(fullName)) return true;
    const first = this.#permitted.firstArguments.get(fullName);
    return first !== undefined && args.count > 1 && first.has(args.at(1).text().toLowerCase());
  }

  /** `+get`, `-@read`, `+config|get`, `+select|0`; takes effect with `settle`. @throws ReplyError without a code: what is wrong */
  add(rule: string): void {
    const checked = this.#checked(rule);
    if (checked.endsWith('@all')) this.#rules = [];
    else this.#rules = this.#rules.filter((earlier) => earlier !== checked);
    if (checked !== '-@all') this.#rules.push(checked);
  }

  /** After the last `add`: drops what later rules have made void, or what was no news from the start. */
  settle(): void {
    this.#permitted = this.#evaluate(this.#rules);
    const wanted = String(this.#permitted);
    for (let at = this.#rules[0] === '+@all' ? 1 : 0; at < this.#rules.length; ) {
      const without = this.#rules.toSpliced(at, 1);
      if (String(this.#evaluate(without)) === wanted) this.#rules = without;
      else at++;
    }
  }

  toString(): string {
    const [first] = this.#rules;
    return first === '+@all' ? this.#rules.join(' ') : ['-@all', ...this.#rules].join(' ');
  }

  #evaluate(rules: readonly string[]): Permitted {
    const permitted = new Permitted();
    for (const rule of rules) {
      const allowed = rule[0] === '+';
      const name = rule.slice(1);
      if (name[0] === '@') {
        for (const command of this.#category(name.slice(1))) permitted.set(command, allowed);
      } else {
        const command = this.#table.get(name.toLowerCase());
        const [container = '', argument = ''] = name.split('|');
        if (command === undefined) permitted.allowFirst(container, argument);
        else permitted.set(command, allowed);
      }
    }
    return permitted;
  }

  #category(name: string): Iterable<Command> {
    return name === 'all' ? this.#table.values() : commandsOf(name, this.#table);
  }

  /** The rule as it is shown: names in lower case. */
  #checked(rule: string): string {
    const [sign, name] = [rule[0], rule.slice(1)];
    const lower = name.toLowerCase();
    if (lower[0] === '@') {
      if (lower !== '@all' && !CATEGORIES.includes(lower.slice(1))) throw unknownRule();
      return `${sign}${lower}`;
    }
    if (this.#table.get(lower) !== undefined && lower.split('|').length < 3)
      return `${sign}${lower}`;
    return `${sign}${this.#checkedFirst(sign === '+', name)}`;
  }

  /** `select|0` */
  #checkedFirst(allowed: boolean, name: string): string {
    const bar = name.indexOf('|');
    const [container, argument] = [name.slice(0, bar).toLowerCase(), name.slice(bar + 1)];
    const command = bar < 0 ? undefined : this.#table.get(container);
    if (command === undefined || !allowed) throw unknownRule();
    if (argument === '') throw new ReplyError('Syntax error');
    if (command.children !== undefined) {
      const [child] = argument.split('|');
      if (command.children.get(child?.toLowerCase() ?? '') === undefined) throw unknownRule();
      throw new ReplyError('Allowing first-arg of a subcommand is not supported');
    }
    if (argument.includes('|')) throw unknownRule();
    return `${container}|${argument}`;
  }
}
