// The promises command: makes docs/promises.md, or says whether it is what it would make.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Output } from '@byor/spec/harness';
import { BrokenPromise, exitCodeOf, program } from '../program.ts';
import { makePage, missingTests, PAGE } from './page.ts';

export function main(argv: readonly string[], out: Output): Promise<number> {
  const command = program(
    'promises',
    'Makes docs/promises.md from the results of long runs.',
    out,
  ).option('--check', 'changes nothing; exit code 1 when the page is not what would be made');
  return exitCodeOf('promises', out, async () => {
    const { check } = command.parse(argv, { from: 'user' }).opts<{ check?: boolean }>();
    const missing = missingTests();
    if (missing.length > 0) throw new BrokenPromise(`no such test:\n  ${missing.join('\n  ')}`);
    if (!check) writeFileSync(PAGE, makePage());
    else if (!existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== makePage())
      throw new BrokenPromise('docs/promises.md is not what npm run promises makes');
    out.write(`${out.colors.green('✓')} docs/promises.md\n`);
  });
}
