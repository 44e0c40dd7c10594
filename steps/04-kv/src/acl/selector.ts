// One set of permissions: these commands, on those keys. A user has one, and may have more in parentheses.

import type { Args } from '@byor/03-event-loop/core';
import type { Command } from '../engine/command.ts';
import type { CommandTable } from '../engine/command-table.ts';
import { CommandRules } from './command-rules.ts';
import { ChannelPatterns, KeyPatterns, syntaxFault } from './patterns.ts';

/** Why a request is refused: the command, or the key at this place. */
export type Denial =
  | { readonly reason: 'command' }
  | { readonly reason: 'key'; readonly at: number };

const COMMAND_DENIED: Denial = { reason: 'command' };

const WORDS = new Map<string, (selector: Selector) => void>([
  ['allkeys', ({ keys }) => keys.reset(true)],
  ['~*', ({ keys }) => keys.reset(true)],
  ['resetkeys', ({ keys }) => keys.reset(false)],
  ['allchannels', ({ channels }) => channels.reset(true)],
  ['&*', ({ channels }) => channels.reset(true)],
  ['resetchannels', ({ channels }) => channels.reset(false)],
  ['allcommands', ({ commands }) => commands.add('+@all')],
  ['nocommands', ({ commands }) => commands.add('-@all')],
]);

export class Selector {
  readonly commands: CommandRules;
  readonly keys: KeyPatterns;
  readonly channels: ChannelPatterns;

  constructor(commands: CommandRules, keys: KeyPatterns, channels: ChannelPatterns) {
    this.commands = commands;
    this.keys = keys;
    this.channels = channels;
  }

  /** Permits nothing; channels as acl-pubsub-default says. */
  static none(table: CommandTable, allChannels: boolean): Selector {
    return new Selector(
      new CommandRules(table),
      new KeyPatterns(),
      new ChannelPatterns(allChannels),
    );
  }

  copy(): Selector {
    return new Selector(this.commands.copy(), this.keys.copy(), this.channels.copy());
  }

  /** Permits everything. */
  get unlimited(): boolean {
    return this.commands.all && this.keys.all;
  }

  /** Takes one modifier, `+get` or `~app:*`. @throws ReplyError without a code: what is wrong with it */
  apply(modifier: string): void {
    const apply = WORDS.get(modifier.toLowerCase());
    if (apply === undefined) this.#applyPattern(modifier);
    else apply(this);
  }

  #applyPattern(modifier: string): void {
    const pattern = modifier.slice(1);
    if (modifier[0] === '~') this.keys.add(pattern, true, true);
    else if (modifier[0] === '&') this.channels.add(pattern);
    else if (modifier[0] === '+' || modifier[0] === '-') this.commands.add(modifier);
    else {
      const match = /^%([RW]{1,2})~(.*)$/is.exec(modifier);
      const access = match?.[1]?.toUpperCase() ?? '';
      if (access === '' || access === 'RR' || access === 'WW') throw syntaxFault();
      this.keys.add(match?.[2] ?? '', access.includes('R'), access.includes('W'));
    }
  }

  /** Undefined: permitted. */
  check(command: Command, args: Args): Denial | undefined {
    if (!command.noAuth && !this.commands.permits(command, args)) return COMMAND_DENIED;
    const at = this.keys.firstDenied(command, args);
    return at === undefined ? undefined : { reason: 'key', at };
  }

  /** As modifiers: `~app:* resetchannels -@all +get`. */
  toString(): string {
    const { all } = this.channels;
    const channels = all ? '&*' : `resetchannels ${this.channels}`;
    return [String(this.keys), channels.trim(), String(this.commands)].filter(Boolean).join(' ');
  }
}
