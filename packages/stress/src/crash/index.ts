// The crash test for the tests of stages and of servers.

export { BrokenPromise } from '../program.ts';
export { crash } from './crash.ts';
export type { CrashOptions, Round } from './round.ts';
export { commandSubject, type Policy, type Subject, stageSubject } from './subject.ts';
