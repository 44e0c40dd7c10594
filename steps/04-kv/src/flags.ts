// Every parameter of redis.conf that a layer defines is a flag of the same name: `--maxclients 100`.

import { type ServerOptions, StartError, type serverCommand } from '@byor/03-event-loop';
import type { Config } from './engine/config.ts';

/** The command line, read into `config`. @throws StartError in a sentence for the user */
export function readFlags(
  config: Config,
  command: ReturnType<typeof serverCommand>,
): ServerOptions {
  const own = new Set(command.options.map(({ long }) => long)); // --port and --bind, with a better word
  for (const { name, summary, default: value } of config.parameters()) {
    if (own.has(`--${name}`)) continue;
    const text = value === '' ? summary : `${summary} (default: ${value})`;
    const option = command.createOption(`--${name} <value>`, text);
    option.negate = false; // a name may begin with `no-` and still take a value
    command.addOption(option);
  }
  const values = command.parse().opts<ServerOptions & Record<string, unknown>>();
  for (const option of command.options) {
    const parameter = config.get((option.long ?? '').slice(2));
    const value = values[option.attributeName()];
    if (parameter !== undefined && value !== undefined) set(config, parameter.name, String(value));
  }
  return values;
}

function set(config: Config, name: string, value: string): void {
  try {
    config.start(name, value);
  } catch (error) {
    throw new StartError(`--${name} ${value}: ${(error as Error).message}`, { cause: error });
  }
}
