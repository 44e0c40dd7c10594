// Random commands from the server's own command table: COMMAND DOCS says what each takes. A word of it is then damaged now
// and then. Whoever adds a command has it fuzzed.

import { type Reply, toValue, type Value } from '@byor/spec/harness';
import type { Dice } from './dice.ts';
import { anyInteger, anyValue, border, key, moment, pattern, score, small } from './words.ts';

/** Left out, each for a reason that no argument changes. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  shutdown: 'ends the server',
  debug: 'is made to harm: DEBUG SLEEP, DEBUG POPULATE, DEBUG SEGFAULT',
  monitor: 'adds replies that nobody asked for',
  'client|reply': 'takes replies away',
  'config|rewrite': 'writes to a file of the machine',
};

/** Arguments whose greatest values ask for gigabytes, of Redis as well. */
const MODEST = new Set(['zrandmember count', 'setrange offset', 'lolwut version']);

/** Replies that tell of every command are 100 KB: drawn less often by so much. */
const RARE = 20;

interface Argument {
  readonly name: string;
  readonly type: string;
  readonly token: string | undefined;
  readonly optional: boolean;
  readonly multiple: boolean;
  readonly arguments: readonly Argument[];
}

export interface Syntax {
  /** ['CLIENT', 'LIST'] */
  readonly names: readonly string[];
  readonly arguments: readonly Argument[];
}

/** Every command in the reply to COMMAND DOCS (RESP2), subcommands each for itself. */
export function readSyntaxes(docs: Reply): Syntax[] {
  return pairs(toValue(docs)).flatMap(([name, about]) => syntaxesOf(name, about));
}

function syntaxesOf(fullName: string, about: Value): Syntax[] {
  if (fullName in LEFT_OUT) return [];
  const fields = new Map(pairs(about));
  const args = list(fields.get('arguments')).map(readArgument);
  const own = { names: fullName.toUpperCase().split('|'), arguments: args };
  const inner = pairs(fields.get('subcommands')).flatMap(([name, more]) => syntaxesOf(name, more));
  return [own, ...inner];
}

function readArgument(about: Value): Argument {
  const fields = new Map(pairs(about));
  const flags = list(fields.get('flags'));
  return {
    name: String(fields.get('name')),
    type: String(fields.get('type')),
    token: fields.has('token') ? String(fields.get('token')) : undefined,
    optional: flags.includes('optional'),
    multiple: flags.includes('multiple'),
    arguments: list(fields.get('arguments')).map(readArgument),
  };
}

const list = (value: Value | undefined): Value[] => (Array.isArray(value) ? value : []);

function pairs(value: Value | undefined): [string, Value][] {
  const flat = list(value);
  return flat.flatMap((name, at) => (at % 2 === 0 ? [[String(name), flat[at + 1] as Value]] : []));
}

/** A command, mostly as its syntax has it. */
export function anyCommand(syntaxes: readonly Syntax[], dice: Dice): string[] {
  const drawn = dice.pick(syntaxes);
  const rare = drawn.names[0] === 'COMMAND' && !dice.oneIn(RARE);
  const syntax = rare ? dice.pick(syntaxes) : drawn;
  const words = new Maker(syntax, dice).make();
  if (dice.oneIn(8)) damage(words, dice);
  if (dice.oneIn(16)) words[0] = (words[0] ?? '').toLowerCase();
  return words;
}

class Maker {
  readonly #syntax: Syntax;
  readonly #dice: Dice;
  readonly #words: string[] = [];
  /** Where a number of keys stands that is to be counted. */
  #countedAt: number | undefined;

  constructor(syntax: Syntax, dice: Dice) {
    this.#syntax = syntax;
    this.#dice = dice;
  }

  make(): string[] {
    this.#words.push(...this.#syntax.names);
    for (const argument of this.#syntax.arguments) this.#add(argument);
    return this.#words;
  }

  #add(argument: Argument): void {
    const dice = this.#dice;
    if (argument.optional && dice.oneIn(2)) return;
    const times = argument.multiple ? 1 + dice.below(3) : 1;
    const counts = argument.type === 'key' && this.#countedAt !== undefined;
    if (counts && !dice.oneIn(12)) this.#words[this.#countedAt as number] = String(times);
    for (let n = 0; n < times; n++) this.#addOnce(argument);
  }

  #addOnce({ name, type, token, arguments: inner }: Argument): void {
    if (token !== undefined) this.#words.push(token);
    if (type === 'pure-token') return;
    if (type === 'oneof') this.#add(this.#dice.pick(inner));
    else if (type === 'block') for (const argument of inner) this.#add(argument);
    else this.#addWord(name, type);
  }

  #addWord(name: string, type: string): void {
    if (name === 'numkeys') this.#countedAt = this.#words.length;
    const command = this.#syntax.names.join(' ').toLowerCase();
    const make = MODEST.has(`${command} ${name}`) ? small : (BY_NAME[name] ?? BY_TYPE[type]);
    this.#words.push((make ?? anyValue)(this.#dice));
  }
}

const BY_NAME: Readonly<Record<string, (dice: Dice) => string>> = {
  score,
  increment: (dice) => (dice.oneIn(2) ? score(dice) : anyInteger(dice)),
  min: border,
  max: border,
  start: (dice) => (dice.oneIn(2) ? border(dice) : small(dice)),
  stop: (dice) => (dice.oneIn(2) ? border(dice) : small(dice)),
  index: (dice) => String(dice.below(17) - 1),
  index1: (dice) => String(dice.below(17) - 1),
  index2: (dice) => String(dice.below(17) - 1),
  db: (dice) => String(dice.below(17)),
  'destination-db': (dice) => String(dice.below(17)),
};

const BY_TYPE: Readonly<Record<string, (dice: Dice) => string>> = {
  key,
  integer: anyInteger,
  double: score,
  pattern,
  'unix-time': moment,
};

/** A word lost, gained, doubled, changed or moved: never the name, so that the command is still that one. */
function damage(words: string[], dice: Dice): void {
  const at = 1 + dice.below(Math.max(1, words.length - 1));
  const word = words[at] ?? '';
  switch (dice.below(5)) {
    case 0:
      words.splice(at, 1);
      break;
    case 1:
      words.splice(at, 0, anyValue(dice));
      break;
    case 2:
      words.splice(at, 0, word);
      break;
    case 3:
      words[at] = dice.bytes(20);
      break;
    default:
      words.splice(1 + dice.below(words.length), 0, ...words.splice(at, 1));
  }
}
