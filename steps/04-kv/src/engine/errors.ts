// Error replies that more than one command gives, in Redis 7.0's exact words.

import { ReplyError, type Slice, shown } from '@byor/03-event-loop/core';

export const syntaxError = () => new ReplyError('ERR syntax error');
export const wrongType = () =>
  new ReplyError('WRONGTYPE Operation against a key holding the wrong kind of value');
export const notAnInteger = () => new ReplyError('ERR value is not an integer or out of range');
export const notAFloat = () => new ReplyError('ERR value is not a valid float');
export const noSuchKey = () => new ReplyError('ERR no such key');
export const invalidDatabase = () => new ReplyError('ERR DB index is out of range');
export const unknownSubcommand = (given: string, container: string) =>
  new ReplyError(`ERR unknown subcommand '${shown(given)}'. Try ${container.toUpperCase()} HELP.`);
/** Where the table cannot know how many arguments are right. */
export const wrongSubcommand = (given: Slice, container: string) =>
  new ReplyError(
    `ERR unknown subcommand or wrong number of arguments for '${shown(given.text())}'. Try ${container} HELP.`,
  );

/** An argument that must fit into C's int. @throws ReplyError */
export function int32Argument(argument: Slice): number {
  const value = argument.integer();
  if (value === undefined) throw notAnInteger();
  if (value !== (value | 0)) {
    throw new ReplyError(
      'ERR value is out of range, value must between -2147483648 and 2147483647',
    );
  }
  return value;
}
