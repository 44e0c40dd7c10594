// The notation of Redis's documentation, `key value [NX|XX] [EX seconds]`, taken apart into the tree that
// COMMAND DOCS sends: so each command writes its syntax once, for people and for programs.

const VALUE_TYPES = ['key', 'string', 'integer', 'double', 'unix-time', 'pattern'] as const;
type ValueType = (typeof VALUE_TYPES)[number];

export interface Argument {
  readonly name: string;
  readonly type: ValueType | 'pure-token' | 'oneof' | 'block';
  /** The word that comes before it, or '': EX. */
  readonly token: string;
  readonly flags: readonly ('optional' | 'multiple')[];
  /** Which of the command's key specs it belongs to. */
  readonly keySpec: number | undefined;
  readonly arguments: readonly Argument[];
}

const KEYS = ['key', 'newkey', 'source', 'destination', 'src', 'dst'];
const INTEGERS = (
  'client-id count cursor db decrement destination-db end increment index index1 index2 limit ' +
  'milliseconds min-match-len numkeys offset protover seconds start stop version weight'
).split(' ');

/**
 * `hasKeys`: whether names such as `key` are keys of this command; each of them belongs to a key spec of its own.
 * Beside Redis's notation, `<MIN|MAX>` is a choice that must be made, and `min:double` a name with its type.
 */
export function parseSyntax(syntax: string, hasKeys: boolean): Argument[] {
  const words = syntax.match(/[[\]<>|]|[^\s[\]<>|]+/g) ?? [];
  const keys = hasKeys ? words.map(withoutNumber).filter((word) => KEYS.includes(word)) : [];
  return sequence(tree(words), [...new Set(keys)]);
}

/** `key1` and `key2` are keys of one kind. */
const withoutNumber = (name: string): string => name.replace(/\d$/, '');

/** Words and, for what stands in brackets, lists of the same; `<` begins the list of what must be there. */
type Node = string | Node[];

/** Takes words up to the closing bracket. */
function tree(words: string[]): Node[] {
  const nodes: Node[] = [];
  for (;;) {
    const word = words.shift();
    if (word === undefined || word === ']' || word === '>') return nodes;
    if (word === '[') nodes.push(tree(words));
    else if (word === '<') nodes.push(['<', ...tree(words)]);
    else nodes.push(word);
  }
}

function sequence(nodes: readonly Node[], keys: readonly string[]): Argument[] {
  const [first, ...rest] = nodes;
  if (nodes.includes('|')) return [alternatives(nodes, keys)];
  if (isToken(first)) {
    if (rest.length === 0) return [argument({ name: first, type: 'pure-token', token: first })];
    return [{ ...together(sequence(rest, keys)), token: first }];
  }
  const args: Argument[] = [];
  for (const node of nodes) {
    if (typeof node === 'string') args.push(named(node, keys));
    else if (node.at(-1) === '...') args.push(multiple(args.splice(1 - node.length)));
    else if (node[0] === '<') args.push(together(sequence(node.slice(1), keys)));
    else args.push(optional(together(sequence(node, keys))));
  }
  return args;
}

/** `NX | XX`, and with a token before all of them: `TYPE NORMAL|MASTER`. */
function alternatives(nodes: readonly Node[], keys: readonly string[]): Argument {
  const [first, second] = nodes;
  const token = isToken(first) && isToken(second) ? first : '';
  const choices: Node[][] = [[]];
  for (const node of token ? nodes.slice(1) : nodes) {
    if (node === '|') choices.push([]);
    else choices.at(-1)?.push(node);
  }
  const inner = choices.map((choice) => together(sequence(choice, keys)));
  return argument({ name: joined(inner), type: 'oneof', token, arguments: inner });
}

function together(args: readonly Argument[]): Argument {
  const [only] = args;
  if (args.length === 1 && only !== undefined) return only;
  return argument({ name: joined(args), type: 'block', arguments: args });
}

const multiple = (args: readonly Argument[]): Argument => ({
  ...together(args),
  flags: ['multiple'],
});

const optional = (arg: Argument): Argument => ({ ...arg, flags: ['optional', ...arg.flags] });

const joined = (args: readonly Argument[]): string => args.map(({ name }) => name).join('_');

function named(word: string, keys: readonly string[]): Argument {
  const typed = VALUE_TYPES.find((type) => word.endsWith(`:${type}`));
  if (typed !== undefined) return argument({ name: word.slice(0, -typed.length - 1), type: typed });
  const name = word; // `ip:port` is one
  const keySpec = keys.indexOf(withoutNumber(name));
  if (keySpec >= 0) return argument({ name, type: 'key', keySpec });
  if (name === 'pattern') return argument({ name, type: 'pattern' });
  if (name.startsWith('unix-time-')) return argument({ name, type: 'unix-time' });
  return argument({ name, type: INTEGERS.includes(name) ? 'integer' : 'string' });
}

function argument(fields: Partial<Argument> & Pick<Argument, 'name' | 'type'>): Argument {
  const { name, ...rest } = fields;
  return {
    name: name.toLowerCase(),
    token: '',
    flags: [],
    keySpec: undefined,
    arguments: [],
    ...rest,
  };
}

function isToken(node: Node | undefined): node is string {
  return typeof node === 'string' && /^[A-Z][A-Z-]*$/.test(node);
}
