// Pieces of source by name: what a chapter may ask for, and what must fail rather than show something else.

import { describe, expect, test } from 'vitest';
import { extract } from '../.vitepress/source/extract.ts';
import { hangOf } from '../.vitepress/source/hanging-lines.ts';

const TEXT = `// A file.
// Its invariant.

import { x } from './x.ts';
import { y } from './y.ts';

/** How many. */
const LIMIT = 3;

// Of something else.

export function first(): void {
  x(LIMIT);
}

/** A box. */
export class Box {
  /** What it holds. */
  #content = 1;
  readonly size = 2;

  /** Opens it. */
  open(): number {
    return this.#peek();
  }

  get wide(): boolean {
    return y;
  }

  // Looks inside.
  #peek(): number {
    return this.#content;
  }

  static twice = 1;
}

function over(a: string): string;
function over(a: number): number;
function over(a: unknown): unknown {
  return a;
}
`;

const codes = (selector: string) => extract('box.ts', TEXT, selector).map(({ code }) => code);

describe('a piece of source', () => {
  test('knows the exercises that ask for it, and does not show their marks', () => {
    const text =
      '/**\n * Opens.\n * @exercise 2.3 Open\n */\nfunction a() {}\n\n/** @exercise 2.3 */\nfunction b() {}\nfunction c() {}\n';
    const pieces = extract('box.ts', text, 'a,b,c');
    expect(pieces.map(({ exercises }) => exercises)).toEqual([['2.3'], ['2.3'], []]);
    expect(pieces.map(({ code }) => code).join()).not.toContain('@exercise');
    expect(extract('box.ts', text, '')[0]?.exercises).toEqual(['2.3']);
  });

  test('is the whole file where no name is given', () => {
    const [piece] = extract('box.ts', TEXT, '');
    expect(piece?.code).toBe(TEXT.trimEnd());
    expect(piece).toMatchObject({ firstLine: 1, lastLine: TEXT.split('\n').length - 1 });
  });

  test('head: from the opening comment to the last import', () => {
    expect(codes('head')).toEqual([TEXT.slice(0, TEXT.indexOf('\n\n/** How many'))]);
  });

  test('a declaration comes with the comment right above it', () => {
    expect(codes('LIMIT')).toEqual(['/** How many. */\nconst LIMIT = 3;']);
    expect(extract('box.ts', TEXT, 'LIMIT')[0]).toMatchObject({ firstLine: 7, lastLine: 8 });
  });

  test('a comment with an empty line below speaks of something else', () => {
    expect(codes('first')).toEqual(['export function first(): void {\n  x(LIMIT);\n}']);
  });

  test('a member comes without the indentation of its class', () => {
    expect(codes('Box.open')).toEqual([
      '/** Opens it. */\nopen(): number {\n  return this.#peek();\n}',
    ]);
    expect(codes('Box.wide')[0]).toMatch(/^get wide/);
  });

  test('a private member is asked for by its whole name', () => {
    expect(codes('Box.#peek')[0]).toMatch(/^\/\/ Looks inside\.\n#peek/);
    expect(codes('Box.#content')).toEqual(['/** What it holds. */\n#content = 1;']);
    expect(() => codes('Box.peek')).toThrow('box.ts: Box has no member peek');
  });

  test('Class.head: down to the first method', () => {
    expect(codes('Box.head')).toEqual([
      '/** A box. */\nexport class Box {\n  /** What it holds. */\n  #content = 1;\n  readonly size = 2;',
    ]);
  });

  test('several stand in the order in which they are asked for', () => {
    expect(codes('first, LIMIT').map((code) => code.split('\n')[0])).toEqual([
      'export function first(): void {',
      '/** How many. */',
    ]);
  });
});

test('the marks of exercises are left out, as if nobody had made one of it', () => {
  const marked = `class A {
  /**
   * Opens it.
   * @exercise 2.1 A box
   * @hint Look
   *   inside.
   */
  open() {}

  /** @exercise 2.1 */
  #peek() {}

  /**
   * Closes it.
   * For good.
   * @exercise 2.2 The end
   */
  close() {}
}
`;
  const plain = `class A {
  /** Opens it. */
  open() {}

  #peek() {}

  /**
   * Closes it.
   * For good.
   */
  close() {}
}`;
  expect(extract('a.ts', marked, '')[0]?.code).toBe(plain);
});

describe('what fails, naming the file', () => {
  test('a name that is gone', () => {
    expect(() => codes('second')).toThrow('box.ts has 0 declarations of second');
  });

  test('a member that is gone, and a member of what has none', () => {
    expect(() => codes('Box.close')).toThrow('box.ts: Box has no member close');
    expect(() => codes('first.open')).toThrow('box.ts: first has no member open');
  });

  test('a name that stands twice', () => {
    expect(() => codes('over')).toThrow('box.ts has 3 declarations of over');
  });

  test('a member that stands twice, with others between', () => {
    const apart = 'class A { static x() {} y() {} x() {} }';
    expect(() => extract('a.ts', apart, 'A.x')).toThrow('a.ts: A has 2 members x, not together');
    const together = 'class A { get x() { return 1; } set x(v) {} y() {} }';
    expect(extract('a.ts', together, 'A.x')).toHaveLength(1);
  });

  test('a file that does not parse', () => {
    expect(() => extract('box.ts', 'class {', 'x')).toThrow('box.ts does not parse');
  });
});

test('what is folded of a long line hangs behind its indentation, or behind the mark of its comment', () => {
  expect(['const x = 1;', '  // why', ' * more', '/** One */', ''].map(hangOf)).toEqual([
    4, 5, 3, 4, 4,
  ]);
});
