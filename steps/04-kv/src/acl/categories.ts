// ACL categories: sets of commands under one name, `@read`. Most follow from a command's group and flags.

import type { Command } from '../engine/command.ts';
import type { CommandTable } from '../engine/command-table.ts';

/** In the order in which Redis shows them. */
export const CATEGORIES: readonly string[] = [
  ...['keyspace', 'read', 'write', 'set', 'sortedset', 'list', 'hash', 'string', 'bitmap'],
  ...['hyperloglog', 'geo', 'stream', 'pubsub', 'admin', 'fast', 'slow', 'blocking', 'dangerous'],
  ...['connection', 'transaction', 'scripting'],
];

const OF_GROUP: Readonly<Record<string, string>> = {
  generic: 'keyspace',
  string: 'string',
  connection: 'connection',
  scripting: 'scripting',
  'sorted-set': 'sortedset',
};

export function categoriesOf({ group, flags, children, categories }: Command): string[] {
  const found = new Set<string>(categories?.map((category) => category.slice(1)));
  const isContainer = children !== undefined && flags.length === 0;
  const ofGroup = OF_GROUP[group];
  if (ofGroup !== undefined && !isContainer) found.add(ofGroup);
  if (flags.includes('write')) found.add('write');
  if (flags.includes('readonly')) found.add('read');
  if (flags.includes('pubsub')) found.add('pubsub');
  if (flags.includes('blocking')) found.add('blocking');
  if (flags.includes('admin')) found.add('admin').add('dangerous');
  found.add(flags.includes('fast') ? 'fast' : 'slow');
  return CATEGORIES.filter((category) => found.has(category));
}

/** The commands of a category, containers and subcommands by themselves. */
export function commandsOf(category: string, commands: CommandTable): Command[] {
  return [...commands.all()].filter((command) => categoriesOf(command).includes(category));
}
