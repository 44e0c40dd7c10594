// What is left in a server, asked behind a sequence.

import { KEYS } from './arguments.ts';
import { type Step, step } from './model.ts';
import { timePasses } from './time.ts';

/** What is left of a delay depends on when it is asked. */
const DELAYS = ['TTL', 'PTTL'];

/** All keys, and what each of these commands says of every one. */
export function lookBy(...names: readonly string[]): Step[] {
  const ofEach = (name: string) =>
    KEYS.map((key) => step([name, key], DELAYS.includes(name) ? 'kind' : 'exact'));
  return [step(['KEYS', '*'], 'unordered'), ...names.flatMap(ofEach)];
}

/** Before what is due soon has passed, and afterwards. */
export const lookTwice: readonly Step[] = [...lookBy('GET'), timePasses, ...lookBy('TTL', 'GET')];
