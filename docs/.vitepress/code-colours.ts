// Code by what its words are. One theme: a word gets a class (`c-keyword`), and the style sheet has the colours of day and
// night for it (theme/code-colours.css). Two themes would read all code twice, and write both colours at each word.

/** What shiki calls a theme. */
interface Theme {
  readonly name: string;
  readonly type: 'light';
  readonly fg: string;
  readonly bg: string;
  readonly settings: { scope?: string[]; settings: { foreground: string } }[];
}

const SCOPES = {
  comment: ['comment', 'punctuation.definition.comment', 'meta.diff.header', 'meta.diff.range'],
  keyword: [
    'keyword',
    'storage',
    'variable.language.this',
    'variable.language.super',
    'markup.deleted',
    'punctuation.definition.deleted',
  ],
  string: ['string', 'punctuation.definition.string', 'constant.character.escape'],
  constant: ['constant.numeric', 'constant.language', 'support.type.property-name.json'],
  called: ['entity.name.function', 'support.function'],
  type: [
    'entity.name.type',
    'entity.name.class',
    'entity.other.inherited-class',
    'support.type.primitive',
    'support.class',
    'markup.inserted',
    'punctuation.definition.inserted',
  ],
} as const;

/** Shiki takes a variable for a colour, and gives it back in the style of a word. */
const variable = (kind: string) => `var(--code-${kind})`;
const VARIABLE = /^color:var\(--code-(\w+)\)$/;

const rule = (kind: string, ...scope: string[]) => ({
  scope,
  settings: { foreground: variable(kind) },
});

export const codeTheme: Theme = {
  name: 'byor',
  type: 'light',
  fg: variable('text'),
  bg: variable('ground'),
  settings: [
    { settings: { foreground: variable('text') } },
    ...Object.entries(SCOPES).map(([kind, scope]) => rule(kind, ...scope)),
    rule('text', 'keyword.operator', 'storage.type.function.arrow'),
    rule('keyword', 'keyword.operator.expression', 'keyword.operator.new'),
  ],
};

interface Node {
  readonly properties: Record<string, unknown>;
}

/** For shiki: classes in the place of styles. Plain text needs none. */
export const colourClasses = {
  name: 'colour-classes',
  pre({ properties }: Node): void {
    delete properties.style;
  },
  span({ properties }: Node): void {
    const kind = VARIABLE.exec(String(properties.style))?.[1];
    delete properties.style;
    if (kind !== 'text') properties.class = `c-${kind}`;
  },
};
