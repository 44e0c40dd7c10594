// The functions of a source file by name, with the comment above and the body of each, by its syntax tree.
// A name is `parseLength`, `RequestParser.next` or `RequestParser.#inline`; functions inside functions have none.

import { parseSync } from 'oxc-parser';

/** Offsets into the text: [start, end). */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface FunctionSource {
  readonly name: string;
  /** With the doc comment, where there is one. */
  readonly whole: Range;
  readonly comment: Range | undefined;
  /** The block, braces included. */
  readonly body: Range;
  /** 1-based, of the declaration. */
  readonly line: number;
}

/** As much of the syntax tree as is looked at here. */
export interface Node extends Range {
  readonly type: string;
  readonly declaration?: Node | null;
  readonly declarations?: readonly Node[];
  readonly id?: Node | null;
  readonly key?: Node;
  readonly name?: string;
  readonly init?: Node | null;
  readonly value?: Node | null;
  readonly body?: Node | readonly Node[] | null;
}

export interface Module {
  readonly body: readonly Node[];
  readonly comments: readonly Range[];
}

/** The syntax tree of a module. Throws when the text is none, and says where. */
export function parseModule(file: string, text: string): Module {
  const { program, comments, errors } = parseSync(file, text);
  const [error] = errors;
  if (error !== undefined) {
    const line = lineAt(text, error.labels[0]?.start ?? 0);
    throw new Error(`${file}:${line} does not parse: ${error.message}`);
  }
  return { body: program.body as unknown as readonly Node[], comments };
}

/** Every function with a body at the top level or in a class there, in the order of the text. */
export function functionsOf(file: string, text: string): FunctionSource[] {
  const { body, comments } = parseModule(file, text);
  return body.flatMap((statement) =>
    named(statement).map(({ name, node, block }) => {
      const comment = commentAbove(comments, text, node.start);
      return {
        name,
        whole: { start: comment?.start ?? node.start, end: node.end },
        comment,
        body: { start: block.start, end: block.end },
        line: lineAt(text, node.start),
      };
    }),
  );
}

interface Named {
  readonly name: string;
  /** What the comment stands above. */
  readonly node: Node;
  readonly block: Node;
}

function named(statement: Node): Named[] {
  const declared = statement.declaration ?? statement;
  if (declared.type === 'ClassDeclaration') return membersOf(declared);
  const candidates = declared.declarations?.map(({ id, init }) => ({ id, value: init })) ?? [
    { id: declared.id, value: declared },
  ];
  return candidates.flatMap(({ id, value }) => {
    const block = blockOf(value);
    return id?.name && block ? [{ name: id.name, node: statement, block }] : [];
  });
}

function membersOf(declared: Node): Named[] {
  const members = (declared.body as Node).body as readonly Node[];
  return members.flatMap((node) => {
    const block = blockOf(node.value);
    const { key } = node;
    if (!key?.name || !block) return [];
    const member = key.type === 'PrivateIdentifier' ? `#${key.name}` : key.name;
    return [{ name: `${declared.id?.name}.${member}`, node, block }];
  });
}

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

function blockOf(node: Node | null | undefined): Node | undefined {
  if (!node || !FUNCTIONS.includes(node.type)) return undefined;
  const body = node.body as Node | null;
  return body?.type === 'BlockStatement' ? body : undefined;
}

/** The comment that ends right above, with nothing but one line end between. */
function commentAbove(comments: readonly Range[], text: string, start: number): Range | undefined {
  return comments.find(({ end }) => end < start && /^\n[ \t]*$/.test(text.slice(end, start)));
}

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
