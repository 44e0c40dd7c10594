// Models of commands: what arguments they take, and how far two right servers' replies may differ.

import fc from 'fast-check';
import { value, type Words } from './arguments.ts';

/**
 * How replies are compared. `exact`: byte for byte; `unordered`: the members of arrays in any order, since tables have
 * their own (KEYS, SCAN); `kind`: only whether both are the same type of reply, or both nil (RANDOMKEY, TIME).
 */
export type Agreement = 'exact' | 'unordered' | 'kind';

export interface CommandModel {
  readonly name: string;
  readonly args: readonly Words[];
  readonly agreement: Agreement;
  /** How often it comes beside the others; 1 unless said otherwise. */
  readonly weight: number;
}

/** A command with its arguments. */
export function command(name: string, ...args: Words[]): CommandModel {
  return { name, args, agreement: 'exact', weight: 1 };
}

/** The same, compared otherwise or coming more often. */
export function adjust(model: CommandModel, change: Partial<CommandModel>): CommandModel {
  return { ...model, ...change };
}

/** One command of a sequence, ready to be sent. */
export interface Step {
  readonly words: readonly string[];
  readonly agreement: Agreement;
  /** How many of the words are the command's name: they are never shortened away. */
  readonly nameLength: number;
}

/** A step that is not random. */
export function step(words: readonly string[], agreement: Agreement = 'exact'): Step {
  return { words, agreement, nameLength: 1 };
}

/** Any of the models' commands: mostly right, at times with a word too few or too many, or in lower case. */
export function anyStep(models: readonly CommandModel[]): fc.Arbitrary<Step> {
  return fc.oneof(...models.map((model) => ({ weight: model.weight, arbitrary: stepOf(model) })));
}

function stepOf({ name, args, agreement }: CommandModel): fc.Arbitrary<Step> {
  const names = name.split(' ');
  const right = fc.tuple(...args).map((parts) => [...names, ...(parts.flat() as string[])]);
  const tooFew = right.map((words) => words.slice(0, Math.max(names.length, words.length - 1)));
  const tooMany = fc.tuple(right, value).map(([words, extra]) => [...words, extra]);
  const lowerCase = right.map(([first = '', ...rest]) => [first.toLowerCase(), ...rest]);
  return fc
    .oneof(
      { weight: 30, arbitrary: right },
      { weight: 2, arbitrary: lowerCase },
      { weight: 1, arbitrary: tooFew },
      { weight: 1, arbitrary: tooMany },
    )
    .map((words) => ({ words, agreement, nameLength: names.length }));
}
