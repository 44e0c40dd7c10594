// Running cases from other programs: the course command, and whatever else tests servers.

export { main as runSpecCommand } from './command.ts';
export { explain } from './explain.ts';
export { select } from './plan.ts';
export { holdsAt, type LocatedCase, loadCases } from './repository.ts';
export { type Outcome, runCase, type Target } from './run.ts';
