// A client of an engine, for programs that add to one.

import { Args, type Engine, latin1Slice } from '@byor/04-kv/core';

/** One client of an engine that has started; it hears the replies as bytes. */
export function talkTo(engine: Pick<Engine, 'connect' | 'execute' | 'start'>) {
  engine.start();
  const client = engine.connect();
  return (...request: string[]): string => {
    engine.execute(Args.of(...request), client);
    const bytes = client.output.bytes();
    const reply = latin1Slice(bytes, 0, bytes.length);
    client.output.consume(bytes.length);
    return reply;
  };
}
