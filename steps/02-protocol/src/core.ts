// Everything of this stage that runs anywhere: no I/O, no `node:` import. A page runs it as it stands.

export { allocate, latin1Slice, latin1Write, utf8Decode, utf8Encode } from '#bytes';
export { Args } from './args.ts';
export {
  clientName,
  describeServer,
  protocolVersion,
  REDIS_VERSION,
  respond,
  shown,
  unknownCommand,
  wrongArity,
} from './commands.ts';
export { copyBytes } from './copy.ts';
export { MAX_DECIMAL_BYTES, writeDecimal } from './decimal.ts';
export { formatDouble } from './double.ts';
export { ProtocolError, ReplyError } from './errors.ts';
export { splitInline } from './inline.ts';
export { InputBuffer } from './input-buffer.ts';
export { OutputBuffer } from './output-buffer.ts';
export { quote } from './quote.ts';
export { type Decoding, type Pair, type Reply, toValue, type Value } from './reply.ts';
export { type ReplyLimits, ReplyParser } from './reply-parser.ts';
export { ReplyWriter } from './reply-writer.ts';
export { DEFAULT_LIMITS, type ParserLimits, RequestParser } from './request-parser.ts';
export { type Connection, type Execute, OUTPUT_HIGH_WATER, Session } from './session.ts';
export { Slice } from './slice.ts';
