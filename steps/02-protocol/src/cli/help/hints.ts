// What the prompt offers while a person types: names to complete, and the arguments that are still to come.
// As in redis-cli 7.0 an optional argument stays in the hint until the line is entered.

import { splitLine, toByteString } from '../line.ts';
import type { CommandDoc } from './docs.ts';

/** Words of which the last is still being typed, after those that stand. */
interface Typing {
  before: string[];
  word: string;
}

/** For node:readline: the words that may stand where the cursor is, and what of them is typed already. */
export function complete(line: string, docs: readonly CommandDoc[]): [string[], string] {
  const { before, word } = lastWord(line);
  const [first = ''] = before;
  const isHelp = /^(help|\?)$/i.test(first);
  const names = docs.map((doc) => doc.name.split(' '));
  if (isHelp) before.shift();
  const words = nextWords(names, before);
  if (isHelp && before.length === 0) words.push(...docs.map((doc) => `@${doc.group}`));
  const fitting = [...new Set(words)].filter((next) => startsWith(next, word)).sort();
  const inCapitals = /[A-Z]/.test(line) && !/[a-z]/.test(line);
  const typed = fitting.map((next) => (inCapitals ? next : next.toLowerCase()));
  return [typed.length === 1 ? [`${typed[0]} `] : typed, word];
}

function lastWord(line: string): Typing {
  const words = line.trimStart().split(/\s+/);
  const word = words.pop() ?? '';
  return { before: words, word };
}

/** Of all names that begin with `before`, the word after it. */
function nextWords(names: string[][], before: string[]): string[] {
  return names
    .filter((name) => before.every((word, i) => name[i] === word.toUpperCase()))
    .flatMap((name) => name[before.length] ?? []);
}

function startsWith(text: string, prefix: string): boolean {
  return text.toUpperCase().startsWith(prefix.toUpperCase());
}

/** What may follow the line: ` value [NX|XX]` after `set key`. Empty when nothing is known. */
export function hint(line: string, docs: readonly CommandDoc[]): string {
  const words = splitLine(toByteString(line));
  if (words === undefined || words.length === 0) return '';
  const doc = findDoc(words, docs);
  if (doc === undefined) return '';
  const syntax = doc.syntax === '' ? [] : doc.syntax.split(' ');
  for (let typed = words.length - doc.name.split(' ').length; typed > 0; typed--) {
    if (syntax[0] === undefined || syntax[0].startsWith('[')) break;
    syntax.shift();
  }
  if (syntax.length === 0) return '';
  return (/\s$/.test(line) ? '' : ' ') + syntax.join(' ');
}

/** The command that `words` begin with: a subcommand goes before its container. */
function findDoc(words: string[], docs: readonly CommandDoc[]): CommandDoc | undefined {
  const [container = '', subcommand = ''] = words.map((word) => word.toUpperCase());
  const named = (name: string) => docs.find((doc) => doc.name === name);
  return named(`${container} ${subcommand}`) ?? named(container);
}
