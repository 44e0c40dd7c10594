// The console blocks of a page: what was typed, and what is said to have come back. They are run by
// docs/test/transcripts.test.ts, so a transcript that lies fails `npm test`.
//
// What is typed stands behind `$ ` (a shell) or `127.0.0.1:7004> ` (redis-cli's prompt). Behind ```console may stand:
//   kill=7006     before the block the server of that port is killed, as by kill -9
//   varies="in 108 ms|seed 7"   the numbers in these pieces of the text may be others in each run; all else is as it stands
// `…` stands for anything: within a line, or as a line of its own for any lines.

export interface Step {
  /** Where it is typed: `$`, or the port of the prompt. Lines at one prompt, one after another, are one step. */
  readonly at: '$' | number;
  readonly typed: string;
  /** How the prompt was opened, where the block shows it. */
  readonly client?: string;
  readonly expected: readonly string[];
}

export interface Block {
  /** 1-based, of the fence. */
  readonly line: number;
  readonly kill: readonly number[];
  /** Pieces of the text whose numbers may be others. */
  readonly varies: readonly string[];
  readonly steps: readonly Step[];
}

const FENCE = /^```console(.*)$/;
const SHELL = /^\$ (.*)$/;
const PROMPT = /^127\.0\.0\.1:(\d+)> (.*)$/;

/**
 * All blocks of a page but those whose text is a recording (result=…).
 * @throws Error for one in which nothing is typed, and for a piece that varies but does not stand in it once
 */
export function blocksIn(text: string): Block[] {
  const lines = text.split('\n');
  return lines.flatMap((line, at) => {
    const attributes = FENCE.exec(line)?.[1];
    if (attributes === undefined || /\bresult=/.test(attributes)) return [];
    const end = lines.indexOf('```', at);
    const steps = stepsOf(lines.slice(at + 1, end), at + 1);
    return [
      {
        line: at + 1,
        kill: [...attributes.matchAll(/\bkill=(\d+)/g)].map(([, port]) => Number(port)),
        varies: varyingIn(attributes, steps, at + 1),
        steps,
      },
    ];
  });
}

function varyingIn(attributes: string, steps: readonly Step[], line: number): string[] {
  const found = /\bvaries(?:="([^"]*)")?/.exec(attributes);
  if (found === null) return [];
  const varying = (found[1] ?? '').split('|');
  const text = steps.flatMap(({ expected }) => expected).join('\n');
  const wrong = varying.find((piece) => !/\d/.test(piece) || text.split(piece).length !== 2);
  if (wrong === undefined) return varying;
  throw new Error(
    `line ${line}: "${wrong}" varies, but stands not once in the text, with a number`,
  );
}

type Growing = { at: '$' | number; typed: string; client?: string; expected: string[] };

function stepsOf(lines: readonly string[], line: number): Step[] {
  const steps: Growing[] = [];
  for (const [at, text] of lines.entries()) {
    const [, shell] = SHELL.exec(text) ?? [];
    const [, port, command = ''] = PROMPT.exec(text) ?? [];
    const last = steps.at(-1);
    if (shell !== undefined) steps.push({ at: '$', typed: shell, expected: [] });
    else if (port !== undefined) typeAt(Number(port), command, steps);
    else if (last === undefined) throw new Error(`line ${line}: nothing is typed in this block`);
    else if (lines[at - 1]?.endsWith('\\') && last.expected.length === 0) last.typed += `\n${text}`;
    else last.expected.push(text);
  }
  return steps;
}

function typeAt(port: number, command: string, steps: Growing[]): void {
  const last = steps.at(-1);
  if (last?.at === port) last.typed += `\n${command}`;
  else if (last?.at === '$' && /^redis-cli\b/.test(last.typed) && last.expected.length === 0)
    steps[steps.length - 1] = { at: port, typed: command, client: last.typed, expected: [] };
  else steps.push({ at: port, typed: command, expected: [] });
}

/**
 * What came, in the words of the text where it agrees with them: equal to `expected` when the text is true.
 * `varies`: the pieces of it in which a number may be any other.
 */
export function agreed(
  expected: readonly string[],
  actual: readonly string[],
  varies: readonly string[],
): readonly string[] {
  const pattern = expected.map((line) =>
    line === '…' ? '(?:[^\\n]*\\n)*?' : `${asPattern(line, varies)}\\n`,
  );
  const whole = new RegExp(`^${pattern.join('')}$`);
  if (whole.test(actual.map((line) => `${line}\n`).join(''))) return expected;
  // Where it does not agree as a whole, the lines that do keep the words of the text: the difference is then short.
  return actual.map((line, at) => {
    const said = expected[at];
    const same = said === undefined ? undefined : new RegExp(`^${asPattern(said, varies)}$`);
    return same?.test(line) ? (expected[at] as string) : line;
  });
}

function asPattern(line: string, varies: readonly string[]): string {
  return varies.reduce(
    (pattern, piece) => pattern.replace(literal(piece), anyNumbers),
    literal(line).replaceAll('…', '.*?'),
  );
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const anyNumbers = (pattern: string) =>
  pattern.replace(/\d+(?:(?:\\\.|,)\d+)*/g, '\\d+(?:[.,]\\d+)*');
