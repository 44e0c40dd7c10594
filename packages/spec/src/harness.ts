// The parts of this package that other ways of testing a server are built of: processes, clients, replies, words, chance.

export { WireClient } from './client.ts';
export { compare, type Expected, toParts } from './matchers.ts';
export { randomFrom } from './plan.ts';
export { type Launch, ServerProcess } from './process.ts';
export { MalformedReply, type Reply, readReply, toValue, type Value } from './reply.ts';
export { type Output, standardOutput } from './report.ts';
export { findStage, listStages, ROOT, runFolder, type Stage } from './repository.ts';
export {
  freePort,
  type RunningServer,
  startCommand,
  startRedis,
  startStage,
} from './server.ts';
export { clip, escapeBytes, quoteWord, splitWords } from './text.ts';
