// A request as people may see it in SLOWLOG and MONITOR: secrets never leave the server.

import type { Args } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';

const HIDDEN = '(redacted)';

/** Copies, one latin1 char a byte; what AUTH, HELLO AUTH and CONFIG SET requirepass carry is hidden. */
export function shownArguments({ command, args }: Call): string[] {
  const shown = args.strings();
  for (const at of secrets(command.fullName, args)) shown[at] = HIDDEN;
  return shown;
}

function secrets(command: string, args: Args): number[] {
  const found: number[] = [];
  for (let at = 1; at < args.count; at++) {
    if (command === 'auth') found.push(at);
    else if (command === 'hello' && args.at(at).is('AUTH')) found.push(at + 1, at + 2);
    else if (command === 'config|set' && args.at(at).is('REQUIREPASS')) found.push(at + 1);
  }
  return found.filter((at) => at < args.count);
}
