// Takes a piece of a stage's source by its name, so that text and code cannot drift apart: a chapter names
// `Stream.read`, and a name that is gone fails the build. No tags stand in the source for this.

import { parseSync } from 'oxc-parser';
import { exercisesIn, withoutExerciseMarks } from './exercise-marks.ts';

export interface Piece {
  /** What it was asked for by; '' is the whole file. */
  readonly name: string;
  /** The lines themselves, as indented as they stand alone. */
  readonly code: string;
  /** 1-based, inclusive. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** The exercises that ask for it, or for parts of it: `2.3`. */
  readonly exercises: readonly string[];
  /** For a member that is marked `override`: the class that it stands in for a member of. */
  readonly overrides?: string;
}

/**
 * The piece that `selector` names in a file's text:
 * - `` the whole file
 * - `head` everything above the first declaration: the opening comment and the imports
 * - `name` a top-level declaration with the comment above it
 * - `Class.member` a method, accessor or field, with the comment above it
 * - `Class.head` a class down to its first method: what it is and what it holds
 * Several, separated by commas, stand one under another.
 * @throws Error when a name does not exist or exists twice
 */
export function extract(file: string, text: string, selector: string): Piece[] {
  if (selector === '') return [piece('', text, 0, text.length)];
  const program = parse(file, text);
  return selector.split(',').map((part) => {
    const name = part.trim();
    const [start, end, overrides] = find(file, program, name);
    const found = piece(name, text, startWithComment(program, text, start), end);
    return overrides === undefined ? found : { ...found, overrides };
  });
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

interface Declaration extends Node {
  readonly id?: { readonly name: string } | null;
  readonly declaration?: Declaration | null;
  readonly declarations?: readonly { readonly id: { readonly name?: string } }[];
  readonly body?: { readonly body: readonly Member[] };
  readonly superClass?: { readonly name?: string } | null;
}

interface Member extends Node {
  readonly key?: { readonly name?: string; readonly value?: string };
  readonly override?: boolean;
}

interface Program {
  readonly body: readonly Declaration[];
  readonly comments: readonly Node[];
}

/** What each file was parsed to, and from which text: the book takes thousands of pieces out of a few hundred files. */
const parsed = new Map<string, Program & { readonly text: string }>();

function parse(file: string, text: string): Program {
  const known = parsed.get(file);
  if (known?.text === text) return known;
  const { program, comments, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message}`);
  const fresh = { text, body: program.body as unknown as Declaration[], comments };
  parsed.set(file, fresh);
  return fresh;
}

type Range = readonly [start: number, end: number, overrides?: string | undefined];

function find(file: string, { body }: Program, name: string): Range {
  if (name === 'head') return [0, headEnd(body)];
  const [owner = '', member] = name.split('.');
  const found = body.filter((node) => namesOf(node).includes(owner));
  if (found.length !== 1) throw new Error(`${file} has ${found.length} declarations of ${owner}`);
  const node = found[0] as Declaration;
  if (member === undefined) return [node.start, node.end];
  const members = (node.declaration ?? node).body?.body ?? [];
  if (member === 'head') return [node.start, classHeadEnd(node, members)];
  const matching = members.filter((each) => memberName(each) === member);
  if (matching.length === 0) throw new Error(`${file}: ${owner} has no member ${member}`);
  // A getter and its setter, or overloads: one piece as long as they stand together.
  const firstAt = members.indexOf(matching[0] as Member);
  if (matching.some((each, at) => members[firstAt + at] !== each)) {
    throw new Error(`${file}: ${owner} has ${matching.length} members ${member}, not together`);
  }
  const overridden = matching[0]?.override === true;
  return [
    (matching[0] as Member).start,
    (matching.at(-1) as Member).end,
    overridden ? (node.declaration ?? node).superClass?.name : undefined,
  ];
}

function headEnd(body: readonly Declaration[]): number {
  return body.filter(({ type }) => type === 'ImportDeclaration').at(-1)?.end ?? 0;
}

function classHeadEnd(node: Declaration, members: readonly Member[]): number {
  const firstMethod = members.findIndex(isMethod);
  if (firstMethod < 0) return node.end;
  return firstMethod === 0 ? node.start : (members[firstMethod - 1] as Member).end;
}

const isMethod = ({ type }: Node) => type === 'MethodDefinition';

function namesOf(node: Declaration): (string | undefined)[] {
  const declared = node.declaration ?? node;
  const variables = declared.declarations?.map(({ id }) => id.name) ?? [];
  return declared.id ? [declared.id.name, ...variables] : variables;
}

/** A private name keeps its `#`. */
function memberName({ key }: Member): string | undefined {
  const name = key?.name ?? key?.value;
  return key && (key as { type?: string }).type === 'PrivateIdentifier' ? `#${name}` : name;
}

/** Where the comment begins that stands right above. */
function startWithComment({ comments }: Program, text: string, start: number): number {
  let from = start;
  for (const comment of comments.toReversed()) {
    if (comment.end <= from && /^\s*$/.test(text.slice(comment.end, from))) {
      const gap = text.slice(comment.end, from);
      if (gap.split('\n').length > 2) break; // an empty line between: it speaks of something else
      from = comment.start;
    }
  }
  return from;
}

function piece(name: string, text: string, start: number, end: number): Piece {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const lines = text.slice(from, lineEnd < 0 ? text.length : lineEnd).split('\n');
  while (lines.at(-1)?.trim() === '') lines.pop();
  const indents = lines.filter((line) => line !== '').map((line) => line.search(/\S|$/));
  const indent = Math.min(...indents);
  const code = lines.map((line) => line.slice(indent)).join('\n');
  const firstLine = text.slice(0, from).split('\n').length;
  return {
    name,
    code: withoutExerciseMarks(code),
    exercises: exercisesIn(code),
    firstLine,
    lastLine: firstLine + lines.length - 1,
  };
}
