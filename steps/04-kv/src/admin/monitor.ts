// MONITOR: every request that the server runs, as it runs it, to whoever asked.
// The hooks are there only while somebody watches: else a request pays nothing for this.

import { quote, ReplyError } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';
import type { Client } from '../engine/client.ts';
import type { Layer } from '../engine/engine.ts';
import { hang } from '../engine/hooks.ts';
import { shownArguments } from './shown-arguments.ts';

/** Most that waits for a monitor, in bytes. Redis sets no bound unless client-output-buffer-limit does. */
const MAX_UNREAD_BYTES = 32 * 1024 * 1024;

export const monitorCommands: Layer = (engine) => {
  const monitors = new Set<Client>();
  const { before, after } = engine.hooks;

  const listen = (wanted: boolean): void => {
    hang(before, refuseKeys, wanted);
    hang(after, feed, wanted);
  };
  const feed = (call: Call): void => {
    const { flags } = call.command;
    for (const client of monitors) if (!watches(client)) monitors.delete(client);
    if (monitors.size === 0) {
      listen(false);
    } else if (!flags.includes('admin') && !flags.includes('skip_monitor')) {
      const line = describe(call);
      for (const client of monitors) send(client, line);
    }
  };

  engine.commands.define('server', [
    {
      name: 'monitor',
      arity: 1,
      flags: ['admin', 'noscript', 'loading', 'stale'],
      syntax: '',
      summary: 'Listen for all requests received by the server in real time',
      since: '1.0.0',
      run: ({ client, reply }) => {
        if (client.isMonitor) return; // asked twice: Redis says nothing
        client.isMonitor = true;
        listen(true);
        monitors.add(client);
        reply.ok();
      },
    },
  ]);
};

function watches(client: Client): boolean {
  return client.isMonitor && client.engine.clients.get(client.id) === client;
}

/** Its replies would be lost among the lines. Redis treats it as a replica, and says so. */
function refuseKeys({ client, command }: Call): void {
  if (!client.isMonitor) return;
  if (command.flags.includes('readonly') || command.flags.includes('write')) {
    command.rejected++;
    throw new ReplyError("ERR Replica can't interact with the keyspace");
  }
}

/** Who asked and does not read is cut off: nothing else bounds what waits for it, since it need not ask for more. */
function send(client: Client, line: string): void {
  if (client.replyMode !== 'on' || client.closing) return;
  if (client.output.length > MAX_UNREAD_BYTES) {
    client.connection?.close();
    return;
  }
  client.output.status(line);
  client.connection?.flush();
}

/** `1795172339.588205 [0 127.0.0.1:58736] "SET" "key" "value"` */
function describe(call: Call): string {
  const { engine, client } = call;
  const seconds = (engine.now() / 1000).toFixed(6);
  const address = client.connection?.remoteAddress ?? '';
  return `${seconds} [${client.dbIndex} ${address}] ${shownArguments(call).map(quote).join(' ')}`;
}
