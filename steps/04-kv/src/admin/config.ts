// CONFIG: the parameters at run time.

import { ReplyError } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import type { CommandFlag } from '../engine/command.ts';
import type { Config } from '../engine/config.ts';
import type { Layer } from '../engine/engine.ts';
import { syntaxError } from '../engine/errors.ts';
import { globMatch } from '../text/glob.ts';
import { helpRow } from './help.ts';

const flags: readonly CommandFlag[] = ['admin', 'noscript', 'loading', 'stale'];

const help = helpRow('CONFIG', '5.0.0', [
  'GET <pattern>',
  '    Return parameters matching the glob-like <pattern> and their values.',
  'SET <directive> <value>',
  '    Set the configuration <directive> to <value>.',
  'RESETSTAT',
  '    Reset statistics reported by the INFO command.',
  'REWRITE',
  '    Rewrite the configuration file.',
]);

export const configCommands: Layer = (engine) => {
  engine.commands.define('server', [
    {
      name: 'config',
      arity: -2,
      flags: [],
      syntax: '',
      summary: 'A container for server configuration commands',
      since: '2.0.0',
      subcommands: [
        {
          name: 'get',
          arity: -3,
          flags,
          syntax: 'parameter [parameter ...]',
          summary: 'Get the values of configuration parameters',
          since: '2.0.0',
          run: configGet,
        },
        {
          name: 'set',
          arity: -4,
          flags,
          syntax: 'parameter value [parameter value ...]',
          summary: 'Set configuration parameters to the given values',
          since: '2.0.0',
          tips: ['request_policy:all_nodes', 'response_policy:all_succeeded'],
          run: configSet,
        },
        {
          name: 'resetstat',
          arity: 2,
          flags,
          syntax: '',
          summary: 'Reset the stats returned by INFO',
          since: '2.0.0',
          run: resetStat,
        },
        {
          name: 'rewrite',
          arity: 2,
          flags,
          syntax: '',
          summary: 'Rewrite the configuration file with the in memory configuration',
          since: '2.8.0',
          run: () => {
            throw new ReplyError('ERR The server is running without a config file');
          },
        },
        help,
      ],
    },
  ]);
};

function configGet({ engine, args, reply }: Call): void {
  const { config } = engine;
  const found = new Map<string, [shown: string, name: string]>();
  for (let at = 2; at < args.count; at++) {
    for (const match of matching(config, args.at(at).text())) {
      const id = match[0].toLowerCase();
      if (!found.has(id)) found.set(id, match);
    }
  }
  reply.map(found.size);
  for (const [shown, name] of found.values()) {
    reply.bulk(shown);
    reply.bulk(config.text(name));
  }
}

/** A plain name is shown as it was asked for, a pattern's matches by their own names. */
function matching(config: Config, pattern: string): [shown: string, name: string][] {
  if (!/[*?[]/.test(pattern)) {
    const parameter = config.get(pattern);
    return parameter === undefined ? [] : [[pattern, parameter.name]];
  }
  return config
    .parameters()
    .flatMap(({ name, alias }): [string, string][] =>
      alias === undefined
        ? [[name, name]]
        : [
            [name, name],
            [alias, name],
          ],
    )
    .filter(([shown]) => globMatch(pattern, shown, { nocase: true }));
}

function configSet({ engine, args, reply }: Call): void {
  if (args.count % 2 !== 0) throw syntaxError();
  const changes: [string, string][] = [];
  for (let at = 2; at < args.count; at += 2) {
    changes.push([args.at(at).text(), args.at(at + 1).text()]);
  }
  engine.config.set(changes);
  reply.ok();
}

function resetStat({ engine, reply }: Call): void {
  engine.stats.reset();
  for (const command of engine.commands.all()) {
    command.calls = 0;
    command.elapsedUs = 0;
    command.rejected = 0;
    command.failed = 0;
  }
  reply.ok();
}
