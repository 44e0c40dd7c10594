// The answers to `help`, `help <command>` and `help @<group>`.

import type { Colors } from '../terminal.ts';
import type { CommandDoc } from './docs.ts';

const INTRODUCTION = `cli 1.0.0, the terminal client of stage 02
To get help about commands type:
      "help @<group>" to get a list of commands in <group>
      "help <command>" for help on <command>
      "help <tab>" to get a list of possible help topics
      "3 <command>" to run a command three times
      "connect <host> <port>" to go to another server
      "clear" to clear the screen
      "quit" to exit

To set preferences:
      ":set hints" enable online hints
      ":set nohints" disable online hints
`;

/** What to print for `help` followed by `topic`. */
export function helpText(topic: string[], docs: readonly CommandDoc[], colors: Colors): string {
  const [first = ''] = topic;
  if (first === '') return INTRODUCTION;
  const isGroup = first.startsWith('@');
  const found = isGroup
    ? docs.filter((doc) => doc.group === first.slice(1).toLowerCase())
    : docs.filter((doc) => `${doc.name} `.startsWith(`${topic.join(' ').toUpperCase()} `));
  if (found.length === 0) return `No help for ${topic.join(' ')}: "help <tab>" lists the topics\n`;
  const entries = found.map((doc) => describe(doc, isGroup, colors));
  return `\n${entries.join('\n')}\n`;
}

function describe(doc: CommandDoc, withoutGroup: boolean, colors: Colors): string {
  const fields = [
    ['summary', doc.summary],
    ['since', doc.since],
    ['group', withoutGroup ? '' : doc.group],
  ] as const;
  const lines = fields
    .filter(([, text]) => text !== '')
    .map(([field, text]) => `  ${colors.yellow(`${field}:`)} ${text}\n`);
  const title = `${colors.bold(doc.name)} ${colors.gray(doc.syntax)}`.trimEnd();
  return `  ${title}\n${lines.join('')}`;
}
