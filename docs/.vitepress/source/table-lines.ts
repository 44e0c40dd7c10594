// Tables in transcripts: a row that folds cannot be read, so its lines stay whole. The type of such a block shrinks as far as
// one can read it, and then the block scrolls (theme/code.css).

interface Node {
  readonly type: string;
  readonly properties?: Record<string, unknown>;
  readonly children?: readonly Node[];
}

interface Context {
  readonly source: string;
  readonly options: { readonly lang: string };
  addClassToHast(node: Node, name: string): Node;
}

interface Cell {
  readonly start: number;
  readonly end: number;
}

/** A last cell of more characters that begins near the front is a text: it folds under its own beginning. */
const LONG_CELL = 40;
const NEAR_FRONT = 20;

/** Cells have two blanks or more between them. */
const cellsOf = (line: string): Cell[] =>
  [...line.matchAll(/\S+(?: \S+)*/g)].map(({ index, 0: text }) => ({
    start: index,
    end: index + text.length,
  }));

/** Do they have a column in common, by where its cells begin or where they end? All lines begin somewhere: that is none. */
function areAligned(some: readonly Cell[], others: readonly Cell[]): boolean {
  if (some.length < 2 || others.length < 2) return false;
  const isStart = ({ start }: Cell) => others.slice(1).some((other) => other.start === start);
  const isEnd = ({ end }: Cell) => others.some((other) => other.end === end);
  return some.slice(1).some(isStart) || some.some(isEnd);
}

const hasNear = <T>(items: readonly T[], at: number, test: (item: T) => boolean): boolean =>
  items.slice(Math.max(0, at - 1), at).some(test) || items.slice(at + 1, at + 2).some(test);

/** The cells of a row of a table; none for a line that is no row. */
export function rowsOf(lines: readonly string[]): (readonly Cell[])[] {
  const cells = lines.map(cellsOf);
  const isAligned = cells.map((own, at) => hasNear(cells, at, (other) => areAligned(own, other)));
  // What stands over several columns is aligned with none of them.
  const isHead = (at: number) => (cells[at]?.length ?? 0) > 1 && isAligned[at + 1] === true;
  return cells.map((own, at) => (isAligned[at] || isHead(at) ? own : []));
}

/** A text in the last column. It needs no row kept whole: it folds, and what is folded hangs where it begins. */
const isText = ({ start, end }: Cell) => start < NEAR_FRONT && end - start > LONG_CELL;

/** For shiki: says it to the style sheet, and how many characters the widest row has. */
export const tableLines = {
  name: 'table-lines',
  pre(this: Context, pre: Node): void {
    if (this.options.lang !== 'console') return;
    const rows = rowsOf(this.source.split('\n'));
    const shown = pre.children?.[0]?.children?.filter(({ type }) => type === 'element') ?? [];
    let widest = 0;
    for (const [at, line] of shown.entries()) {
      const last = rows[at]?.at(-1);
      if (last === undefined || line.properties === undefined) continue;
      if (isText(last)) {
        line.properties.style = `--hang:${last.start}ch`;
      } else {
        this.addClassToHast(line, 'row');
        widest = Math.max(widest, last.end);
      }
    }
    if (widest === 0 || pre.properties === undefined) return;
    this.addClassToHast(pre, 'tabular');
    const { style } = pre.properties;
    pre.properties.style = [...(style ? [style] : []), `--widest:${widest}`].join(';');
  },
};
