// A member of a class, shown without its class: the colours are those that it has inside one.

/** Behind the language of its fence. */
export const MEMBER = 'member';

interface Context {
  readonly options: { readonly meta?: { readonly __raw?: string } };
}

/** A line that is read first and not shown. */
const CLASS = 'class A {\n';

export const isMemberCode = ({ options }: Context): boolean =>
  options.meta?.__raw?.split(' ').includes(MEMBER) === true;

/** The code as it is shown. */
export const shownSource = (context: Context & { readonly source: string }): string =>
  isMemberCode(context) ? context.source.slice(CLASS.length) : context.source;

/** For shiki. */
export const memberCode = {
  name: 'member-code',
  preprocess(this: Context, code: string): string {
    return isMemberCode(this) ? CLASS + code : code;
  },
  tokens<Line>(this: Context, lines: Line[]): Line[] {
    return isMemberCode(this) ? lines.slice(1) : lines;
  },
};
