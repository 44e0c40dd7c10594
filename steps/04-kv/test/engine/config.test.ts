// Parameters: reading their texts, and changing several at once or none.

import { describe, expect, test } from 'vitest';
import {
  Config,
  integerWithin,
  LONG_MAX,
  memoryWithin,
  oneOf,
  yesOrNo,
} from '../../src/engine/config.ts';

function open() {
  const applied: string[] = [];
  const config = new Config();
  const apply = (value: string) => {
    if (value === '13') throw new Error('unlucky');
    applied.push(value);
  };
  const number = integerWithin(0, 100);
  config.define(
    { name: 'one', default: '1', summary: '', parse: number, apply },
    { name: 'two', default: '2', summary: '', parse: number, apply },
    { name: 'fixed', default: '3', summary: '', parse: number, immutable: true },
  );
  return { config, applied };
}

describe('CONFIG SET is all or nothing', () => {
  test('all', () => {
    const { config, applied } = open();
    config.set([
      ['one', '10'],
      ['TWO', '20'],
    ]);
    expect([config.text('one'), config.number('two')]).toEqual(['10', 20]);
    expect(applied).toEqual(['10', '20']);
  });

  test.each([
    [
      'an unknown one',
      ['nosuch', '1'],
      "Unknown option or number of arguments for CONFIG SET - 'nosuch'",
    ],
    ['a bad value', ['two', 'x'], "argument 'two') - argument couldn't be parsed into an integer"],
    ['one out of range', ['two', '101'], 'argument must be between 0 and 100 inclusive'],
    ['one set twice', ['ONE', '4'], 'duplicate parameter'],
    ['one that only a flag sets', ['fixed', '4'], "can't set immutable config"],
  ])('nothing with %s', (_, change, message) => {
    const { config, applied } = open();
    const changes = [['one', '10'] as const, change as [string, string]];
    expect(() => config.set(changes)).toThrow(message);
    expect(config.text('one')).toBe('1');
    expect(applied).toEqual([]);
  });

  test('one that fails to take effect takes the others back with it', () => {
    const { config, applied } = open();
    const changes = [['one', '10'] as const, ['two', '13'] as const];
    expect(() => config.set(changes)).toThrow("(possibly related to argument 'two') - unlucky");
    expect([config.text('one'), config.text('two')]).toEqual(['1', '2']);
    expect(applied).toEqual(['10', '1', '2']);
  });
});

describe('at start', () => {
  test('a flag sets immutable ones too, and takes effect', () => {
    const { config, applied } = open();
    config.start('fixed', '7');
    config.start('one', '9');
    expect(config.text('fixed')).toBe('7');
    expect(applied).toEqual(['9']);
    expect(() => config.start('nosuch', '7')).toThrow("unknown parameter 'nosuch'");
    expect(() => config.text('nosuch')).toThrow('no layer defines');
  });
});

describe('texts', () => {
  test('memory sizes: k is 1000, kb is 1024', () => {
    const parse = memoryWithin(0, LONG_MAX);
    const sizes = ['100', '1b', '2k', '2kb', '3m', '3MB', '1g', '1gb', ''].map(parse);
    const wanted = [100, 1, 2000, 2048, 3e6, 3 * 2 ** 20, 1e9, 2 ** 30, 0];
    expect(sizes).toEqual(wanted.map(String));
    for (const bad of ['1x', 'kb1', '-1', '1.5mb', ' 1']) {
      expect(() => parse(bad), bad).toThrow('argument must be a memory value');
    }
    expect(() => memoryWithin(10, 20)('1k')).toThrow(
      'argument must be between 10 and 20 inclusive',
    );
  });

  test('integers reach to 64 bits, exactly', () => {
    const parse = integerWithin(-1, LONG_MAX);
    expect(parse('9223372036854775807')).toBe('9223372036854775807');
    expect(() => parse('9223372036854775808')).toThrow("couldn't be parsed");
    expect(() => parse('-2')).toThrow('between -1 and 9223372036854775807');
    for (const bad of ['', '1.0', '1kb', '+1', ' 1']) {
      expect(() => parse(bad), bad).toThrow("argument couldn't be parsed into an integer");
    }
  });

  test('choices in any case', () => {
    expect([yesOrNo('YES'), yesOrNo('no')]).toEqual(['yes', 'no']);
    expect(() => yesOrNo('maybe')).toThrow("argument must be 'yes' or 'no'");
    expect(oneOf('a', 'b')('B')).toBe('b');
    expect(() => oneOf('a', 'b')('c')).toThrow('one of the following: a, b');
  });
});
