// redis-benchmark as the generator: it is C, single-threaded and known. Its CSV tells rates and latencies, but no p99.9,
// no pace, and it sends one kind of command a run; what needs those takes our own (generator.ts).

import { spawn } from 'node:child_process';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface Shot {
  readonly clients: number;
  readonly pipeline: number;
  /** How many commands are sent. */
  readonly commands: number;
  /** What `__rand_int__` is drawn out of. */
  readonly keys: number;
}

export interface Outcome {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Our own generator alone. */
  readonly p999Ms?: number;
}

/** Runs it to its end. Rejects with what it complained of. */
export async function redisBenchmark(
  program: string,
  { host, port }: Address,
  words: readonly string[],
  { clients, pipeline, commands, keys }: Shot,
): Promise<Outcome> {
  const flags = { h: host, p: port, c: clients, P: pipeline, n: commands, r: keys };
  const args = Object.entries(flags).flatMap(([flag, value]) => [`-${flag}`, String(value)]);
  return parseCsv(await outputOf(program, [...args, '--csv', ...words]));
}

function outputOf(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('exit', endWithUs);
      if (code === 0) resolve(output);
      else
        reject(new Error(`redis-benchmark ended with ${code}: ${(errors + output).slice(-400)}`));
    });
  });
}

/** The one row below the header. Throws when there is none: it says some errors on stdout, and exits with 0. */
export function parseCsv(text: string): Outcome {
  const lines = text.split('\n');
  const header = lines.findIndex((line) => line.startsWith('"test","rps"'));
  const row = header < 0 ? undefined : lines[header + 1];
  if (!row) throw new Error(`redis-benchmark told no figures: ${text.slice(-400).trim()}`);
  const names = cellsOf(lines[header] ?? '');
  // The test's name is the command, payload and all: figures are counted from the end.
  const values = cellsOf(row).slice(1 - names.length);
  const value = (name: string) => Number(values[names.indexOf(name) - 1]);
  return {
    perSecond: value('rps'),
    p50Ms: value('p50_latency_ms'),
    p99Ms: value('p99_latency_ms'),
    maxMs: value('max_latency_ms'),
  };
}

const cellsOf = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"/g)].map(([, cell = '']) => cell);
