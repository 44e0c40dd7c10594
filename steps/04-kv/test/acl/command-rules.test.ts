// Rules about commands: whatever is applied in whatever order, what ACL LIST shows brings about the same again.

import { Args } from '@byor/03-event-loop/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CATEGORIES } from '../../src/acl/categories.ts';
import { CommandRules } from '../../src/acl/command-rules.ts';
import { startEngine } from '../engine/talk.ts';

const { engine } = startEngine();
const table = engine.commands;
const names = [...table.all()].map(({ fullName }) => fullName);

function rulesOf(texts: readonly string[]): CommandRules {
  const rules = new CommandRules(table);
  for (const text of texts) rules.add(text);
  rules.settle();
  return rules;
}

/** Every command that they permit, and SELECT by its first argument. */
function permitted(rules: CommandRules): string[] {
  const found = [...table.all()].filter((each) => rules.permits(each, Args.of(each.name)));
  const select = table.get('select');
  const databases = ['0', '1'].filter((n) => select && rules.permits(select, Args.of('SELECT', n)));
  return [...found.map(({ fullName }) => fullName), ...databases];
}

const rule = fc.oneof(
  fc.constantFrom('+@all', '-@all', '+select|0', '+select|1'),
  fc.tuple(fc.constantFrom('+', '-'), fc.constantFrom(...CATEGORIES)).map(([s, c]) => `${s}@${c}`),
  fc.tuple(fc.constantFrom('+', '-'), fc.constantFrom(...names)).map(([s, name]) => s + name),
);

test('what is shown means the same', () => {
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 12 }), (texts) => {
      const rules = rulesOf(texts);
      const again = rulesOf(String(rules).split(' '));
      expect(permitted(again)).toEqual(permitted(rules));
      expect(String(again)).toBe(String(rules));
    }),
    { numRuns: 200 },
  );
});

test('each rule does what it says to what was permitted before', () => {
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 8 }), rule, (texts, last) => {
      const before = new Set(permitted(rulesOf(texts)));
      const after = new Set(permitted(rulesOf([...texts, last])));
      const [allow, target] = [last[0] === '+', last.slice(1)];
      for (const each of table.all()) {
        const name = each.fullName;
        const container = name.split('|')[0] as string;
        const concerned =
          target === '@all' ||
          target === name ||
          target === container ||
          (target[0] === '@' && [name, container].some((one) => isIn(one, target.slice(1))));
        expect(after.has(name), `${name} after ${last}`).toBe(concerned ? allow : before.has(name));
      }
    }),
    { numRuns: 100 },
  );
});

function isIn(name: string, category: string): boolean {
  return engine.commands.get(name) !== undefined && categories.get(category)?.has(name) === true;
}

const categories = new Map(
  CATEGORIES.map((category) => {
    const { connect } = startEngine();
    const reply = connect().say(`ACL CAT ${category}`);
    return [category, new Set(reply.split('\r\n').filter((line) => /^[a-z]/.test(line)))];
  }),
);
