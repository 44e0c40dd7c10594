// The entry of every `npm start`, `npm test` and `npm run …`: checks Node, sets up once, runs the task.
// Plain JavaScript with types in comments, because it runs before anything is installed.

import { nodeVersionProblem } from './node-version.mjs';

/**
 * Each task takes what stood behind its name and resolves to the exit code.
 * @type {Record<string, (args: string[]) => Promise<number>>}
 */
const tasks = {
  'set-up': async () => 0,
  start: async (args) => (await import('./start.mjs')).start(args),
  test: async (args) => (await import('./test.mjs')).test(args),
  step: async (args) => (await import('./step.mjs')).step(args),
  'test:step': async (args) => (await import('./step.mjs')).testStep(args),
  cli: async (args) => (await import('./tools.mjs')).cli(args),
  spec: async (args) => (await import('./tools.mjs')).spec(args),
  course: async (args) => (await import('./tools.mjs')).course(args),
  'check-aof': async (args) => (await import('./tools.mjs')).checkAof(args),
  crash: async (args) => (await import('./tools.mjs')).crash(args),
  fuzz: async (args) => (await import('./tools.mjs')).fuzz(args),
  load: async (args) => (await import('./tools.mjs')).load(args),
  soak: async (args) => (await import('./tools.mjs')).soak(args),
  memory: async (args) => (await import('./tools.mjs')).memory(args),
  faults: async (args) => (await import('./tools.mjs')).faults(args),
  promises: async (args) => (await import('./tools.mjs')).promises(args),
  bench: async (args) => (await import('./tools.mjs')).bench(args),
  docs: async (args) => (await import('./tools.mjs')).vitepress('dev', args),
  'docs:build': async (args) => (await import('./tools.mjs')).vitepress('build', args),
  'docs:check': async (args) => (await import('./tools.mjs')).docsTool('check', args),
  'docs:record': async (args) => (await import('./tools.mjs')).docsTool('record', args),
  book: async (args) => (await import('./tools.mjs')).docsTool('book', args),
  screenshots: async (args) => (await import('./tools.mjs')).docsTool('screenshots', args),
  lint: async (args) => (await import('./tools.mjs')).lint(args),
  format: async (args) => (await import('./tools.mjs')).format(args),
  typecheck: async (args) => (await import('./tools.mjs')).typecheck(args),
};

/** @param {string[]} argv the task's name and its arguments */
async function main([name = '', ...args]) {
  const problem = nodeVersionProblem(process.version);
  if (problem !== undefined) return complain(problem);
  const task = tasks[name];
  if (task === undefined)
    return complain(`There is no "${name}" here. There are: ${Object.keys(tasks).join(', ')}`);
  // Only now: what follows may use all that this Node offers.
  const [{ setUp }, { UserError }] = await Promise.all([
    import('./set-up.mjs'),
    import('./user-error.mjs'),
  ]);
  try {
    await setUp();
    return await task(args);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return complain(error.message);
  }
}

/** @param {string} message */
function complain(message) {
  process.stderr.write(`\n${message}\n\n`);
  return 1;
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
