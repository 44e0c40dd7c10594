// What of the terminal client runs anywhere: lines taken apart, hints and completion, replies as people read them.

export { formatReply } from './format.ts';
export { type CommandDoc, readCommandDocs } from './help/docs.ts';
export { courseCommands } from './help/fallback.ts';
export { helpText } from './help/help.ts';
export { complete, hint } from './help/hints.ts';
export { parseRepeat, splitLine, toByteString } from './line.ts';
