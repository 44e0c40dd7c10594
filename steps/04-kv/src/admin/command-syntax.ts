// The notation of Redis's documentation, `key value [NX|XX] [EX seconds]`, taken apart into the tree that
// COMMAND DOCS sends: so each command writes its syntax once, for people and for programs.

export interface Argument {
  readonly name: string;
  readonly type:
    | 'key'
    | 'string'
    | 'integer'
    | 'unix-time'
    | 'pattern'
    | 'pure-token'
    | 'oneof'
    | 'block';
  /** The word that comes before it, or '': EX. */
  readonly token: string;
  readonly flags: readonly ('optional' | 'multiple')[];
  /** Which of the command's key specs it belongs to. */
  readonly keySpec: number | undefined;
  readonly arguments: readonly Argument[];
}

const KEYS = ['key', 'key1', 'key2', 'newkey', 'source', 'destination'];
const INTEGERS = (
  'client-id count cursor db decrement destination-db end increment index index1 index2 ' +
  'milliseconds min-match-len offset protover seconds start version'
).split(' ');

/** `hasKeys`: whether names such as `key` are keys of this command. */
export function parseSyntax(syntax: string, hasKeys: boolean): Argument[] {
  const words = syntax.match(/\[|\]|\||[^\s[\]|]+/g) ?? [];
  return sequence(tree(words), hasKeys);
}

/** Words and, for what stands in brackets, lists of the same. */
type Node = string | Node[];

/** Takes words up to the closing bracket. */
function tree(words: string[]): Node[] {
  const nodes: Node[] = [];
  for (;;) {
    const word = words.shift();
    if (word === undefined || word === ']') return nodes;
    nodes.push(word === '[' ? tree(words) : word);
  }
}

function sequence(nodes: readonly Node[], hasKeys: boolean): Argument[] {
  const [first, ...rest] = nodes;
  if (nodes.includes('|')) return [alternatives(nodes, hasKeys)];
  if (isToken(first)) {
    if (rest.length === 0) return [argument({ name: first, type: 'pure-token', token: first })];
    return [{ ...together(sequence(rest, hasKeys)), token: first }];
  }
  let args: Argument[] = [];
  for (const node of nodes) {
    if (typeof node === 'string') args.push(named(node, hasKeys));
    else if (node.at(-1) === '...') args = [multiple(args)];
    else args.push(optional(together(sequence(node, hasKeys))));
  }
  return args;
}

/** `NX | XX`, and with a token before all of them: `TYPE NORMAL|MASTER`. */
function alternatives(nodes: readonly Node[], hasKeys: boolean): Argument {
  const [first, second] = nodes;
  const token = isToken(first) && isToken(second) ? first : '';
  const choices: Node[][] = [[]];
  for (const node of token ? nodes.slice(1) : nodes) {
    if (node === '|') choices.push([]);
    else choices.at(-1)?.push(node);
  }
  const inner = choices.map((choice) => together(sequence(choice, hasKeys)));
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

function named(name: string, hasKeys: boolean): Argument {
  if (hasKeys && KEYS.includes(name)) {
    return argument({
      name,
      type: 'key',
      keySpec: name === 'destination' || name === 'newkey' ? 1 : 0,
    });
  }
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
