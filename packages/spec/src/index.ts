// What cases are written with, and the servers and tools that tests need.

export {
  type Script,
  type WireCase,
  type WireContext,
  type WireOptions,
  type WireRun,
  wire,
} from './case.ts';
export { type Certificate, makeCertificate } from './certificate.ts';
export type { Argument, WireClient } from './client.ts';
export { skipCase, WireFailure } from './failure.ts';
export {
  anything,
  arrayOf,
  bigNumber,
  bool,
  containing,
  double,
  type Expected,
  either,
  error,
  integer,
  integerBetween,
  Matcher,
  map,
  matching,
  nil,
  nil3,
  nilArray,
  ok,
  pairs,
  push,
  set,
  status,
  unordered,
  utf8,
  verbatim,
  where,
} from './matchers.ts';
export type { PendingReply } from './pending.ts';
export type { Reply, Value } from './reply.ts';
export { freePort, type RunningServer, startCommand, startRedis, startStage } from './server.ts';
export { requireTool } from './tools.ts';
