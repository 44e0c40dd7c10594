// Every parameter of redis.conf that a layer defines is a flag of the same name: `--maxclients 100`. And --user, which may be
// given several times: `--user 'alice on >secret ~app:* +@read'`.

import { type ServerOptions, StartError, type serverCommand } from '@byor/03-event-loop';
import type { Users } from './acl/users.ts';
import type { Config } from './engine/config.ts';
import type { Engine } from './engine/engine.ts';

/** The command line, read into the engine's parameters and users. @throws StartError in a sentence for the user */
export function readFlags(
  { config, users }: Engine,
  command: ReturnType<typeof serverCommand>,
): ServerOptions {
  command.option('--user <rules>', 'a user, as ACL SETUSER takes it; may be repeated', collect, []);
  const own = new Set(command.options.map(({ long }) => long)); // --port and --bind, with a better word
  for (const { name, summary, default: value } of config.parameters()) {
    if (own.has(`--${name}`)) continue;
    const text = value === '' ? summary : `${summary} (default: ${value})`;
    const option = command.createOption(`--${name} <value>`, text);
    option.negate = false; // a name may begin with `no-` and still take a value
    command.addOption(option);
  }
  const values = command
    .parse()
    .opts<ServerOptions & { user: string[] } & Record<string, unknown>>();
  for (const option of command.options) {
    const parameter = config.get((option.long ?? '').slice(2));
    const value = values[option.attributeName()];
    if (parameter !== undefined && value !== undefined) set(config, parameter.name, String(value));
  }
  for (const rules of values.user) setUser(users, rules);
  return values;
}

function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}

function setUser(users: Users, text: string): void {
  const [name = '', ...rules] = text.trim().split(/\s+/);
  try {
    users.set(name, rules);
  } catch (error) {
    throw new StartError(`--user '${text}': ${(error as Error).message.replace(/^ERR /, '')}`, {
      cause: error,
    });
  }
}

function set(config: Config, name: string, value: string): void {
  try {
    config.start(name, value);
  } catch (error) {
    throw new StartError(`--${name} ${value}: ${(error as Error).message}`, { cause: error });
  }
}
