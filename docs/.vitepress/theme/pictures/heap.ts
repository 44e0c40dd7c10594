// A heap of nine deadlines before and after one of them changes; test/pictures.test.ts makes it anew.

export interface HeapItem {
  readonly key: string;
  /** Seconds from now. */
  readonly when: number;
}

/** In the order in which they are given to the heap. */
export const GIVEN: readonly HeapItem[] = Object.entries({
  a: 12,
  b: 20,
  c: 31,
  d: 33,
  e: 40,
  f: 48,
  g: 55,
  h: 70,
  i: 61,
}).map(([key, when]) => ({ key, when }));

/** `EXPIRE h 15`. */
export const CHANGED: HeapItem = { key: 'h', when: 15 };

/** Keys by their place. */
export const BEFORE = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
export const AFTER = ['a', 'h', 'c', 'b', 'e', 'f', 'g', 'd', 'i'];
