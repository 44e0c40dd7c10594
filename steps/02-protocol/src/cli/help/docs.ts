// What is known about commands: what the server tells (COMMAND DOCS, or at least the names of COMMAND), or else the
// list of this course (fallback.ts).

import { type Reply, ReplyError, toValue, type Value } from '../../core.ts';
import { courseCommands } from './fallback.ts';
import { type ArgumentDoc, formatSyntax } from './syntax.ts';

export interface CommandDoc {
  /** In capitals, a subcommand after its container: `CONFIG GET`. */
  name: string;
  /** What follows the name: `key value [NX|XX]`. */
  syntax: string;
  summary: string;
  since: string;
  group: string;
}

export class CommandDocs {
  /** In the order of their names. */
  list: CommandDoc[] = sorted(courseCommands());
  readonly #ask: (args: string[]) => Promise<Reply>;
  #isFromServer = false;

  constructor(ask: (args: string[]) => Promise<Reply>) {
    this.#ask = ask;
  }

  /** Asks the server, unless it has told before. Never fails: what is not answered stays as it was. */
  async load(): Promise<void> {
    if (this.#isFromServer) return;
    try {
      let docs = readCommandDocs(await this.#ask(['COMMAND', 'DOCS']));
      if (docs.length === 0) docs = this.#named(readCommandNames(await this.#ask(['COMMAND'])));
      this.#isFromServer = docs.length > 0;
      if (this.#isFromServer) this.list = docs;
    } catch {
      // The connection is gone; whoever uses it next says so.
    }
  }

  /** Commands of which only the name is known, completed by what the course knows. */
  #named(names: string[]): CommandDoc[] {
    const unknown = { syntax: '', summary: '', since: '', group: '' };
    return names.flatMap((name) => {
      const known = this.list.filter((doc) => doc.name.split(' ')[0] === name);
      return known.length > 0 ? known : [{ ...unknown, name }];
    });
  }
}

/** The reply to COMMAND: a list of commands, each a list that begins with the name. */
export function readCommandNames(reply: Reply): string[] {
  const value = toValue(reply, 'latin1');
  if (!Array.isArray(value)) return [];
  const names = value.map((command) => String(Array.isArray(command) ? command[0] : command));
  return names.map((name) => name.toUpperCase()).sort();
}

/** The reply to COMMAND DOCS, Empty when the server does not know the command. */
export function readCommandDocs(reply: Reply): CommandDoc[] {
  const value = toValue(reply, 'latin1');
  if (value instanceof ReplyError) return [];
  const docs = entries(value).flatMap(([name, doc]) => readDoc(String(name).toUpperCase(), doc));
  return sorted(docs);
}

function sorted(docs: CommandDoc[]): CommandDoc[] {
  return docs.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readDoc(name: string, value: Value): CommandDoc[] {
  const fields = new Map(entries(value));
  const text = (field: string) => String(fields.get(field) ?? '');
  const doc = {
    name,
    syntax: formatSyntax(readArguments(fields.get('arguments'))),
    summary: text('summary'),
    since: text('since'),
    group: text('group'),
  };
  const subcommands = entries(fields.get('subcommands') ?? []).flatMap(([subname, subdoc]) =>
    readDoc(String(subname).replace('|', ' ').toUpperCase(), subdoc),
  );
  return [doc, ...subcommands];
}

function readArguments(value: Value | undefined): ArgumentDoc[] {
  if (!Array.isArray(value)) return [];
  return value.map((element) => {
    const fields = Object.fromEntries(entries(element)) as unknown as ArgumentDoc;
    if (fields.arguments === undefined) return fields;
    return { ...fields, arguments: readArguments(fields.arguments as unknown as Value) };
  });
}

/** Key and value in turns: a map of RESP3, or a flat array of RESP2. */
function entries(value: Value): [Value, Value][] {
  if (value instanceof Map) return [...value];
  if (!Array.isArray(value)) return [];
  return Array.from({ length: value.length / 2 }, (_, i) => [
    value[2 * i] as Value,
    value[2 * i + 1] as Value,
  ]);
}
