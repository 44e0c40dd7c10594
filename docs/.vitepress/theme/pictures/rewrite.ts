// The files of a log before, during and after a rewrite; test/pictures.test.ts runs one and compares.

export interface LogState {
  readonly when: string;
  readonly files: readonly string[];
  /** What the manifest names, in order: what would be loaded. */
  readonly named: readonly string[];
}

export const STATES: readonly LogState[] = [
  { when: 'before', files: ['1.base', '1.incr'], named: ['1.base', '1.incr'] },
  {
    when: 'while it runs',
    files: ['1.base', '1.incr', '2.incr', '2.base'],
    named: ['1.base', '1.incr', '2.incr'],
  },
  { when: 'after', files: ['2.incr', '2.base'], named: ['2.base', '2.incr'] },
];
