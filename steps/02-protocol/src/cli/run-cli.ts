// The client, put together: options choose one command, commands from a pipe, or a prompt. Everything it touches is handed in.

import { CommanderError } from 'commander';
import { CommandDocs } from './help/docs.ts';
import { parseSettings, type Settings } from './options.ts';
import { Printer } from './printer.ts';
import { Repl } from './repl.ts';
import { RespView } from './resp-view.ts';
import { Runner } from './runner.ts';
import { ServerLink } from './server-link.ts';
import { Shell } from './shell.ts';
import { chooseColors, type Terminal } from './terminal.ts';

/** Runs the client to its end; its exit code. `argv` are the arguments after the program's name. */
export async function runCli(argv: string[], terminal: Terminal): Promise<number> {
  let settings: Settings;
  try {
    settings = parseSettings(argv, terminal);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
  const parts = assemble(settings, terminal);
  for (const warning of settings.warnings) parts.printer.err(`${warning}\n`);
  try {
    if (settings.command.length > 0 || settings.lastArgFromInput) return await runOnce(parts);
    if (terminal.input.isTTY) await new Repl(parts).run();
    else await runPiped(parts);
    return 0;
  } finally {
    parts.link.close();
    parts.view?.end();
  }
}

type Parts = ReturnType<typeof assemble>;

function assemble(settings: Settings, terminal: Terminal) {
  const colors = chooseColors(terminal);
  const printer = new Printer(terminal);
  const view = settings.showResp ? new RespView((text) => printer.out(text), colors) : undefined;
  // Link and runner know each other: what the one receives the other prints.
  const link: ServerLink = new ServerLink(settings, {
    onReply: (reply) => runner.show(reply),
    onTraffic: (direction, bytes) => view?.pass(direction, bytes),
    onTrouble: (line) => printer.err(`${line}\n`),
  });
  const runner: Runner = new Runner(settings, link, printer);
  const docs = new CommandDocs((args) => link.ask(args));
  const { nowMs } = terminal;
  const shell = new Shell({ settings, link, runner, printer, colors, docs, nowMs });
  return { settings, terminal, colors, printer, view, link, runner, docs, shell };
}

/** One command, perhaps again and again. */
async function runOnce({ settings, terminal, link, runner, shell }: Parts): Promise<number> {
  const { command, exitOnError, intervalMs, repeat } = settings;
  const args = settings.lastArgFromInput ? [...command, await readAll(terminal)] : command;
  if (/^(help|\?)$/i.test(args[0] ?? '')) {
    await link.connect();
    await shell.execute(args.join(' '));
    return 0;
  }
  if (!(await link.connect())) return 1;
  for (let run = 0; run < repeat; run++) {
    if (run > 0 && intervalMs > 0) await terminal.sleep(intervalMs);
    const outcome = await runner.run(args);
    if (outcome === 'lost' || (outcome === 'error' && exitOnError)) return 1;
  }
  return 0;
}

/** Commands from a pipe or a file, one a line. */
async function runPiped({ terminal, link, shell }: Parts): Promise<void> {
  await link.connect();
  let rest = '';
  terminal.input.setEncoding('latin1');
  for await (const chunk of terminal.input as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!(await shell.execute(line))) return;
    }
  }
  await shell.execute(rest);
}

async function readAll({ input }: Terminal): Promise<string> {
  let all = '';
  input.setEncoding('latin1');
  for await (const chunk of input as AsyncIterable<string>) all += chunk;
  return all;
}
