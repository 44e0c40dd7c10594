// Takes out the imports that nothing names any more once bodies are gone.

import MagicString from 'magic-string';
import { type Node, parseModule } from './functions.ts';

/** Where a line of code ends, in characters: an import that fits is written on one line. */
const LINE_WIDTH = 100;

/** `text` without the imported names that it does not use and that `before` did use: what was idle there was so on purpose. */
export function withoutUnusedImports(file: string, text: string, before: string): string {
  const { body } = parseModule(file, text);
  const used = namesUsed(body);
  const usedBefore = namesUsed(parseModule(file, before).body);
  const idle = (name: string) => !used.has(name) && usedBefore.has(name);
  const changed = new MagicString(text);
  for (const node of body as readonly ImportNode[]) {
    if (node.type !== 'ImportDeclaration') continue;
    const kept = node.specifiers.filter(({ local }) => !idle(local.name));
    if (kept.length === node.specifiers.length) continue;
    if (kept.length === 0) changed.remove(node.start, endOfLine(text, node.end));
    else changed.overwrite(node.start, node.end, rewritten(text, node, kept));
  }
  return changed.toString();
}

interface Specifier extends Node {
  readonly local: { readonly name: string };
}

interface ImportNode extends Node {
  readonly specifiers: readonly Specifier[];
  readonly source: Node;
}

function endOfLine(text: string, at: number): number {
  return text.indexOf('\n', at) + 1;
}

function rewritten(
  text: string,
  { start, source }: ImportNode,
  kept: readonly Specifier[],
): string {
  const written = kept.map((each) => text.slice(each.start, each.end));
  const onlyTypes = written.every((name) => name.startsWith('type '));
  const names = onlyTypes ? written.map((name) => name.slice('type '.length)) : written;
  const keyword = onlyTypes || /^import type\b/.test(text.slice(start)) ? 'import type' : 'import';
  const from = `from ${text.slice(source.start, source.end)};`;
  const line = `${keyword} { ${names.join(', ')} } ${from}`;
  if (line.length <= LINE_WIDTH) return line;
  return `${keyword} {\n${names.map((name) => `  ${name},\n`).join('')}} ${from}`;
}

/** Every name that stands for a binding. A local of the same name counts too: then an import is kept in vain, not lost. */
function namesUsed(body: readonly Node[]): Set<string> {
  const names = new Set<string>();
  const visit = (value: unknown, parent?: Fields, field?: string): void => {
    if (Array.isArray(value)) for (const each of value) visit(each, parent, field);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const node = value as Fields;
    if (node.type === 'ImportDeclaration') return;
    if (node.type === 'Identifier' && !isOnlyLabel(parent, field)) names.add(String(node.name));
    for (const [key, child] of Object.entries(node)) visit(child, node, key);
  };
  visit(body);
  return names;
}

type Fields = Readonly<Record<string, unknown>>;

/** `x.name`, `{ name: x }`, `name() {}`: names of members, not of bindings. */
function isOnlyLabel(parent: Fields | undefined, field: string | undefined): boolean {
  if (parent === undefined || parent.computed === true || parent.shorthand === true) return false;
  return field === 'key' || (field === 'property' && parent.type === 'MemberExpression');
}
