// A command's arguments as people read them, `key value [NX|XX] [GET]`, out of what COMMAND DOCS tells about each.
// Source: https://redis.io/docs/latest/commands/command-docs/ and the notation of redis-cli's own help.

/** One argument of COMMAND DOCS. Its `arguments` are the members of a `block`, the choices of a `oneof`. */
export interface ArgumentDoc {
  name: string;
  type: string;
  token?: string;
  display_text?: string;
  flags?: string[];
  arguments?: ArgumentDoc[];
}

export function formatSyntax(args: readonly ArgumentDoc[]): string {
  return args.map(formatArgument).join(' ');
}

function formatArgument(arg: ArgumentDoc): string {
  const flags = new Set(arg.flags);
  const value = formatValue(arg);
  let text = formatToken(arg, value);
  if (flags.has('multiple')) {
    const more = flags.has('multiple_token') ? text : value;
    text = `${text} [${more} ...]`;
  }
  return flags.has('optional') ? `[${text}]` : text;
}

function formatValue(arg: ArgumentDoc): string {
  switch (arg.type) {
    case 'pure-token':
      return '';
    case 'block':
      return formatSyntax(arg.arguments ?? []);
    case 'oneof':
      return (arg.arguments ?? []).map(formatArgument).join('|');
    default:
      return arg.display_text ?? arg.name;
  }
}

function formatToken({ token }: ArgumentDoc, value: string): string {
  if (token === undefined) return value;
  // A token that is empty stands for itself: SORT's and MIGRATE's "".
  const word = token === '' ? '""' : token;
  return value === '' ? word : `${word} ${value}`;
}
