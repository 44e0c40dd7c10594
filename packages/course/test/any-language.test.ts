// The wire cases on a server in another language: the command in examples/README.md does what the text beside it says.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { requireTool } from '@byor/spec';
import { ROOT } from '@byor/spec/harness';
import { describe, expect, test } from 'vitest';
import { runCourse } from '../src/program.ts';
import { collected, temporaryFolder } from './support.ts';

const python = requireTool('python3');
const readme = readFileSync(path.join(ROOT, 'packages/course/examples/README.md'), 'utf8');
const [, words = ''] = /^npm run course -- (.*)$/m.exec(readme) ?? [];
// The README means its path from the top of the repository; tests run elsewhere.
const argv = [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) =>
  (quoted ?? word ?? '').replace('packages/', `${ROOT}/packages/`),
);

describe.skipIf(python.missing)(
  `a server in Python${python.missing ? ` (${python.note})` : ''}`,
  () => {
    const checked = async (args: readonly string[]) => {
      const out = collected();
      const mine = temporaryFolder();
      const code = await runCourse([...args, '--json'], { env: {}, cwd: ROOT, mine, out });
      return { code, results: JSON.parse(out.text).cases as { id: string; outcome: string }[] };
    };

    test('passes the cases that its README names', async () => {
      const { code, results } = await checked(argv);
      expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
      expect(code).toBe(0);
      expect(results.length).toBeGreaterThan(35);
    });

    test('fails others: the check does not depend on the language', async () => {
      const { code } = await checked([...argv.slice(0, 4), '--only', '04/scan/keys']);
      expect(code).toBe(1);
    });
  },
);
