// The HELP subcommand that every container has.

import type { CommandRow } from '../engine/command.ts';

/** `lines`: each subcommand's notation, and beneath it, indented by four, what it does. */
export function helpRow(container: string, since: string, lines: readonly string[]): CommandRow {
  const shown = [
    `${container} <subcommand> [<arg> [value] [opt] ...]. Subcommands are:`,
    ...lines,
    'HELP',
    '    Prints this help.',
  ];
  return {
    name: 'help',
    arity: 2,
    flags: ['loading', 'stale'],
    syntax: '',
    summary: 'Show helpful text about the different subcommands',
    since,
    run: ({ reply }) => {
      reply.array(shown.length);
      for (const line of shown) reply.status(line);
    },
  };
}
