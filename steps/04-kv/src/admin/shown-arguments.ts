// A request as people may see it in SLOWLOG and MONITOR: secrets never leave the server.

import type { Args, Slice } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';

const HIDDEN = '(redacted)';

/** What SLOWLOG keeps of a request: so many arguments, and so many bytes of each. */
const MAX_ARGUMENTS = 32;
const MAX_ARGUMENT_BYTES = 128;
/** The longest request that MONITOR shows in full. Redis knows no such limit; V8 has no string for the longest ones. */
const MAX_FULL_BYTES = 1024 * 1024;

/** Every argument, one latin1 char a byte; of a request beyond MAX_FULL_BYTES what `shortArguments` leaves. */
export function shownArguments(call: Call): string[] {
  const { command, args } = call;
  let lengthBytes = 0;
  for (let at = 0; at < args.count; at++) lengthBytes += args.at(at).length;
  if (lengthBytes > MAX_FULL_BYTES) return shortArguments(call);
  const shown = args.strings();
  for (const at of secrets(command.fullName, args)) shown[at] = HIDDEN;
  return shown;
}

/** The arguments within SLOWLOG's bounds, with a word on what is missing, as Redis shortens them. */
export function shortArguments({ command, args }: Call): string[] {
  const hidden = secrets(command.fullName, args);
  const length = args.count > MAX_ARGUMENTS ? MAX_ARGUMENTS - 1 : args.count;
  const shown = Array.from({ length }, (_, at) =>
    hidden.includes(at) ? HIDDEN : shortened(args.at(at)),
  );
  if (args.count > length) shown.push(`... (${args.count - length} more arguments)`);
  return shown;
}

function shortened(argument: Slice): string {
  const missing = argument.length - MAX_ARGUMENT_BYTES;
  const shown = argument.text(MAX_ARGUMENT_BYTES);
  return missing > 0 ? `${shown}... (${missing} more bytes)` : shown;
}

/** Where AUTH, HELLO AUTH, ACL SETUSER and CONFIG SET requirepass carry a password or a user's name. */
function secrets(command: string, args: Args): number[] {
  const found: number[] = [];
  for (let at = 1; at < args.count; at++) {
    if (command === 'auth' || (command === 'acl|setuser' && at > 1)) found.push(at);
    else if (command === 'hello' && args.at(at).is('AUTH')) found.push(at + 1, at + 2);
    else if (command === 'config|set' && args.at(at).is('REQUIREPASS')) found.push(at + 1);
  }
  return found.filter((at) => at < args.count);
}
