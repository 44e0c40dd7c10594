// Error replies that more than one command gives, in Redis 7.0's exact words.

import { type Args, ReplyError, type Slice } from '@byor/03-event-loop/core';

const SHOWN_BYTES = 128;

export const syntaxError = () => new ReplyError('ERR syntax error');
export const wrongType = () =>
  new ReplyError('WRONGTYPE Operation against a key holding the wrong kind of value');
export const notAnInteger = () => new ReplyError('ERR value is not an integer or out of range');
export const notAFloat = () => new ReplyError('ERR value is not a valid float');
export const noSuchKey = () => new ReplyError('ERR no such key');
export const outOfRange = () => new ReplyError('ERR index out of range');
export const invalidDatabase = () => new ReplyError('ERR DB index is out of range');
export const wrongArity = (fullName: string) =>
  new ReplyError(`ERR wrong number of arguments for '${fullName}' command`);
export const unknownSubcommand = (given: string, container: string) =>
  new ReplyError(
    `ERR unknown subcommand '${cString(given)}'. Try ${container.toUpperCase()} HELP.`,
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

/** Shows as much of the arguments as fits into 128 bytes. */
export function unknownCommand(args: Args): ReplyError {
  let shown = '';
  for (let at = 1; at < args.count && shown.length < SHOWN_BYTES; at++) {
    shown += `'${cString(args.at(at).text(), SHOWN_BYTES - shown.length)}' `;
  }
  const name = cString(args.at(0).text());
  return new ReplyError(`ERR unknown command '${name}', with args beginning with: ${shown}`);
}

/** What C's `%.128s` prints: up to the first NUL. */
function cString(text: string, mostBytes = SHOWN_BYTES): string {
  const nul = text.indexOf('\0');
  return text.slice(0, nul < 0 ? mostBytes : Math.min(nul, mostBytes));
}
