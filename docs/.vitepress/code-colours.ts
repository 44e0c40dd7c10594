// The colours of code: few, the page's own, and each readable on its ground (WCAG AA: 4.5 to 1; docs/test/site/pages.ts).

/** What shiki calls a theme. */
interface Theme {
  readonly name: string;
  readonly type: 'light' | 'dark';
  readonly fg: string;
  readonly bg: string;
  readonly settings: { scope?: string[]; settings: { foreground: string } }[];
}

interface Palette {
  readonly text: string;
  readonly ground: string;
  readonly comment: string;
  readonly keyword: string;
  readonly string: string;
  readonly constant: string;
  readonly called: string;
  readonly type: string;
}

const SCOPES: Readonly<Record<Exclude<keyof Palette, 'text' | 'ground'>, readonly string[]>> = {
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
};

function theme(name: string, type: 'light' | 'dark', palette: Palette): Theme {
  const rules = Object.entries(SCOPES).map(([kind, scope]) => ({
    scope: [...scope],
    settings: { foreground: palette[kind as keyof Palette] },
  }));
  const plain = {
    scope: ['keyword.operator', 'storage.type.function.arrow'],
    settings: { foreground: palette.text },
  };
  const words = {
    scope: ['keyword.operator.expression', 'keyword.operator.new'],
    settings: { foreground: palette.keyword },
  };
  return {
    name,
    type,
    fg: palette.text,
    bg: palette.ground,
    settings: [{ settings: { foreground: palette.text } }, ...rules, plain, words],
  };
}

export const light = theme('byor-light', 'light', {
  text: '#37332e',
  ground: '#f7f5f2',
  comment: '#716a61',
  keyword: '#a8321f',
  string: '#3d6632',
  constant: '#7d4e00',
  called: '#1f5c7c',
  type: '#674a8c',
});

export const dark = theme('byor-dark', 'dark', {
  text: '#e3ddd5',
  ground: '#1e1c1b',
  comment: '#9d958b',
  keyword: '#f2937f',
  string: '#a9cb9c',
  constant: '#e2b477',
  called: '#8fc6e0',
  type: '#c5b1e2',
});
