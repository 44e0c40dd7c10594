// A wrong server: the reference with one thing broken, and the wire case that must notice and say why.

export interface Mutant {
  /** Unique within its stage. */
  readonly id: string;
  /** What is wrong with it, as a person would say it. */
  readonly wrong: string;
  readonly edits: readonly Edit[];
  /** The case that rejects it: '02/requests/fragments'. */
  readonly caughtBy: string;
  /** What the case then says of the cause. */
  readonly says: RegExp;
}

export interface Edit {
  /** Relative to the stage: 'src/session.ts'. */
  readonly file: string;
  /** Stands exactly once in that file. */
  readonly find: string;
  readonly put: string;
}

/** A file with the thing broken. Throws when the text to break is not there, or there twice: it has been changed meanwhile. */
export function broken(name: string, { file, find, put }: Edit, text: string): string {
  const places = text.split(find).length - 1;
  if (places === 1) return text.replace(find, () => put);
  throw new Error(
    `mutant ${name} does not apply: its text stands ${places} times in ${file}.\n` +
      `The code has changed; say anew what is to be broken, in packages/course/src/mutants. It looks for:\n${find}`,
  );
}
