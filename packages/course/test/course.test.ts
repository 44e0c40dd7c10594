// A reader's way through a stage, without a terminal: start, red, hint, write, green, reset; and what must never happen on it.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findStage, ROOT } from '@byor/spec/harness';
import { describe, expect, test, vi } from 'vitest';
import { runTests } from '../src/check/vitest-run.ts';
import { starterOf } from '../src/exercises/starter.ts';
import { runCourse } from '../src/program.ts';
import { collected, temporaryFolder } from './support.ts';

interface Said {
  readonly code: number;
  readonly text: string;
  readonly error: string;
}

/** A reader with a folder of their own. */
function reader() {
  const mine = path.join(temporaryFolder(), 'my-redis');
  const type = async (...argv: string[]): Promise<Said> => {
    const out = collected();
    let error = '';
    const stderr = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      error += String(text);
      return true;
    });
    const now = () => new Date('2026-03-01T10:20:30Z');
    const code = await runCourse(argv, { env: {}, cwd: mine, mine, out, now });
    stderr.mockRestore();
    return { code, text: out.text, error };
  };
  const json = async (...argv: string[]) => JSON.parse((await type(...argv, '--json')).text);
  const file = (name: string) => path.join(mine, '01-socket', name);
  /** Writes the bodies of these exercises as the reference has them, and leaves the others open. */
  const write = (name: string, ...ids: string[]) => {
    const text = readFileSync(path.join(findStage('01').folder, name), 'utf8');
    writeFileSync(
      file(name),
      starterOf(name, text, (id) => !ids.includes(id)),
    );
  };
  return { mine, type, json, file, write };
}

interface Checked {
  readonly exercises: {
    id: string;
    state: string;
    openAt?: string;
    failed?: { reason: string }[];
  }[];
  readonly rest?: { passed: number; failed: unknown[] };
}

const states = ({ exercises }: Checked) => exercises.map(({ id, state }) => `${id} ${state}`);

describe('a stage from start to green', () => {
  test('start, check, hint, write, check', async () => {
    const { type, json, file, write } = reader();
    const started = await type('start', '01');
    expect(started.code).toBe(0);
    expect(started.text).toContain('red until you write them. That is expected.');
    expect(readFileSync(file('src/listener.ts'), 'utf8')).toContain("'1.1 is yours to write'");

    const before = await type('check');
    expect(before.code).toBe(1);
    expect(before.text).toMatch(
      /·\s+1\.1 {2}Say where you listen +yours to write: src\/listener\.ts:\d+/,
    );

    expect((await json('hint', '1.1')).taken).toBe(1);
    expect((await json('hint', '1.1')).taken).toBe(2);
    expect((await json('hint', '1.1')).hints).toHaveLength(3);
    expect((await json('hint', '1.1')).taken).toBe(3);

    write('src/listener.ts', '1.1');
    const half: Checked = await json('check');
    expect(states(half).slice(0, 2)).toEqual(['1.1 green', '1.2 open']);
    const { next, stages } = await json('map');
    expect(next).toBe('1.2');
    expect(stages[0].exercises[0]).toMatchObject({ done: '2026-03-01T10:20:30.000Z', hints: 3 });
  });

  test('what is red because another exercise is open waits for that one, which comes next', async () => {
    const { type } = reader();
    await type('start', '01');
    await type('solution', '1.2', '--write', '--yes');
    const { code, text } = await type('check');
    expect(code).toBe(1);
    expect(text).toMatch(/… {2}1\.2 .* waits for 1\.1, 3 of 3 tests red\n/);
    expect(text).toMatch(
      /next +1\.1 in src\/listener\.ts:\d+\n +stuck\? +npm run course hint 1\.1\n/,
    );
  });

  test('when every exercise is green, all else of the stage is run, and the stage is finished', async () => {
    const { type, json, mine } = reader();
    await type('start', '--only', '1.3');
    const tests = path.join(mine, '01-socket/test');
    // The whole stage is another test's business: here it is one file.
    for (const name of readdirSync(tests).filter((each) => /^(?!calls).*\.test\.ts$/.test(each))) {
      rmSync(path.join(tests, name));
    }
    await type('solution', '1.3', '--write', '--yes');
    const { code, text } = await type('check', '--json');
    expect(code).toBe(0);
    const checked: Checked = JSON.parse(text);
    expect(states(checked)).toEqual(['1.3 green']);
    expect(checked.rest).toMatchObject({ passed: 9, failed: [] });
    expect((await json('map')).stages[0].isFinished).toBe(true);
  });

  test('what is red beyond all exercises is shown from both ends, with a way on', async () => {
    const { type, mine } = reader();
    await type('start', '--only', '1.3');
    await type('solution', '1.3', '--write', '--yes');
    const tests = path.join(mine, '01-socket/test');
    for (const name of readdirSync(tests).filter((each) => /^(?!calls).*\.test\.ts$/.test(each))) {
      rmSync(path.join(tests, name));
    }
    writeFileSync(
      path.join(tests, 'more.test.ts'),
      "import { test } from 'vitest';\n" +
        "test('more', () => { throw Array.from({ length: 50 }, (_, n) => 'line ' + n).join('\\n'); });\n",
    );
    const { code, text } = await type('check');
    expect(code).toBe(1);
    expect(text).toMatch(/✗ +all else the stage promises +1 of 10 tests red/);
    expect(text).toMatch(/line 0\n.*26 more lines\n.*line 49\n/s);
    expect(text).toMatch(/npm --prefix .*01-socket test\n.*npm run course solution 1\.1/);
  });

  test('a mistake is explained by the first test that meets it, and the solution shows the difference', async () => {
    const { type, file, mine } = reader();
    await type('start', '--only', '1.3');
    const wrong = readFileSync(file('src/stream.ts'), 'utf8').replace(
      "throw new Error('1.3 is yours to write');",
      'return read(this.#fd, buffer, offset);',
    );
    writeFileSync(file('src/stream.ts'), `import { read } from '@byor/libc';\n${wrong}`);
    const { code, text } = await type('check');
    expect(code).toBe(1);
    expect(text).toMatch(/✗ +1\.3 {2}Read what has come +\d of 3 tests red/);
    expect(text).toContain('read: no room is refused, for it would look like the end');
    expect(text).toContain('at test/calls.test.ts:');

    const { text: shown } = await type('solution', '1.3');
    expect(shown).toContain('-  return read(this.#fd, buffer, offset);');
    expect(shown).toContain('+  const count = read(this.#fd, buffer, offset);');

    expect((await type('solution', '1.3', '--write')).error).toContain('say --yes');
    expect((await type('solution', '1.3', '--write', '--yes')).code).toBe(0);
    expect(readFileSync(file('src/stream.ts'), 'utf8')).toContain('no room to read into');
    const kept = path.join(mine, '.aside/01-socket-2026-03-01T10-20-30/src/stream.ts');
    expect(readFileSync(kept, 'utf8')).toContain('return read(this.#fd, buffer, offset);');
  });

  test('what is imported already is not imported again when a solution is written', async () => {
    const { type, file } = reader();
    await type('start', '01');
    for (const id of ['1.1', '1.2', '1.6']) await type('solution', id, '--write', '--yes');
    for (const name of ['src/echo.ts', 'src/listener.ts']) {
      const text = readFileSync(file(name), 'utf8');
      const imports = text.match(/^import [^;]*;/gm)?.join() ?? '';
      const names = [...imports.matchAll(/\b(\w+)(?=,| \})/g)].map(([, each]) => each);
      expect(names.filter((each, at) => names.indexOf(each) !== at)).toEqual([]);
    }
  });

  test('a stage may stand on the one that the reader has written', async () => {
    const { type, mine } = reader();
    expect((await type('start', '02', '--mine')).error).toContain('npm run course start 01');
    await type('start', '01');
    const started = await type('start', '02', '--mine');
    expect(started.code).toBe(0);
    expect(started.text).toMatch(/your own stage 01, where 1\.1, .*1\.6 are yours to write/);
    expect((await type('check', '02')).text).toMatch(/your own stage 01, where 1\.1/);
    const below = path.join(mine, '02-protocol/node_modules/@byor/01-socket/src/listener.ts');
    expect(readFileSync(below, 'utf8')).toContain("'1.1 is yours to write'");
  });
});

describe('nothing is lost', () => {
  test('start writes over nothing; reset asks, and keeps what was there', async () => {
    const { type, mine, file } = reader();
    await type('start', '01');
    writeFileSync(file('src/echo.ts'), '// mine');
    const again = await type('start', '01');
    expect([again.code, again.error]).toEqual([2, expect.stringContaining('is there already')]);
    const unasked = await type('reset', '01');
    expect([unasked.code, unasked.error]).toEqual([2, expect.stringContaining('say --yes')]);
    expect(readFileSync(file('src/echo.ts'), 'utf8')).toBe('// mine');

    expect((await type('reset', '01', '--yes')).code).toBe(0);
    expect(readFileSync(file('src/echo.ts'), 'utf8')).toContain("'1.6 is yours to write'");
    const kept = path.join(mine, '.aside/01-socket-2026-03-01T10-20-30/src/echo.ts');
    expect(readFileSync(kept, 'utf8')).toBe('// mine');
  });

  test('a state file that is spoilt is not written over: the error says what it holds', async () => {
    const { type, mine } = reader();
    mkdirSync(mine);
    writeFileSync(path.join(mine, '.course.json'), '{ "version":');
    const { code, error } = await type('start', '01');
    expect([code, error]).toEqual([2, expect.stringContaining('move it away')]);
    expect(readFileSync(path.join(mine, '.course.json'), 'utf8')).toBe('{ "version":');
  });

  test('the folder tells assistants to tutor, and git what to leave out', async () => {
    const { type, mine } = reader();
    await type('start', '01');
    expect(readFileSync(path.join(mine, 'AGENTS.md'), 'utf8')).toContain('you are a tutor here');
    expect(readFileSync(path.join(mine, '.gitignore'), 'utf8')).toContain('node_modules/');
    writeFileSync(path.join(mine, 'AGENTS.md'), 'mine');
    await type('start', '02');
    expect(readFileSync(path.join(mine, 'AGENTS.md'), 'utf8')).toBe('mine');
  });
});

describe('what cannot be done says what to do', () => {
  test.each([
    [['start', '99'], 'There is no stage "99". There are:\n  01  socket'],
    [['hint', '9'], '"9" is no exercise: they are called 2.3'],
    [['hint', '1.9'], 'There is no exercise 1.9. Stage 01 has:\n  1.1  Say where you listen'],
    [['check'], 'Begin with the first: npm run course start 01'],
    [['check', '01'], 'Begin it:                       npm run course start 01'],
    [['reset', '01'], 'npm run course start 01'],
    [['start', '01', '--mine'], 'Leave --mine out'],
    [['start', '02', '--only', '1.1'], 'Exercise 1.1 is one of stage 01, not of 02'],
    [['diff', '04', '03'], 'npm run course diff 03 04'],
    [['eject', '01', '.'], 'inside the course'],
  ] as const)('%j', async (argv, words) => {
    const { type } = reader();
    const place = argv[0] === 'eject' ? [...argv.slice(0, 2), path.join(ROOT, 'new')] : argv;
    const { code, error } = await type(...place);
    expect(error).toContain(words);
    expect(code).toBe(2);
  });
});

test('a body that never comes back is found, and the tests that wait for it are named', async () => {
  const { mine, type, file } = reader();
  await type('start', '--only', '1.4');
  const text = readFileSync(file('src/stream.ts'), 'utf8');
  writeFileSync(
    file('src/stream.ts'),
    text.replace("throw new Error('1.4 is yours to write');", 'for (;;);'),
  );
  const { hung } = await runTests({
    folder: path.join(mine, '01-socket'),
    files: ['test/calls.test.ts'],
    pattern: '^write',
    silenceMs: 2_000,
  });
  expect(hung?.map(({ name }) => name)).toEqual([
    'write: every byte arrives',
    'write: an error names the call and the other end',
  ]);
});

test('of a property that failed, what its example met is told', async () => {
  const { mine, type } = reader();
  await type('start', '--only', '1.4');
  writeFileSync(
    path.join(mine, '01-socket/test/property.test.ts'),
    "import { expect, test } from 'vitest';\n" +
      "test('holds', () => { try { expect(1).toBe(2); } catch (cause) { throw new Error('for example 7', { cause }); } });\n",
  );
  const folder = path.join(mine, '01-socket');
  const { events } = await runTests({ folder, files: ['test/property.test.ts'] });
  const [ended] = events.filter((event) => event.kind === 'ends');
  expect(ended?.reason).toMatch(/^for example 7\n(.*\n)*because: expected 1 to be 2/);
});

test('diff tells what a stage adds, doctor what the machine has', async () => {
  const { json, type } = reader();
  const [{ stage, files }] = await json('diff', '01', '02');
  expect(stage).toBe('02');
  expect(files).toContainEqual(
    expect.objectContaining({
      file: 'src/session.ts',
      about: expect.stringMatching(/^One client/),
    }),
  );
  const { code, text } = await type('doctor');
  expect([code, text]).toEqual([0, expect.stringContaining('Nothing is in the way.')]);
});
