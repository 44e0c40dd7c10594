// The write seam: who keeps the changes sees each of them once, in a form that brings it about again.

import { describe, expect, test } from 'vitest';
import { startEngine } from './talk.ts';

function record() {
  const { engine, connect } = startEngine();
  const written: string[] = [];
  engine.hooks.write.push((dbIndex, request) => {
    written.push(`${dbIndex}: ${request.strings().join(' ')}`);
  });
  return { engine, client: connect(), written };
}

describe('hooks.write', () => {
  test('gets each request that changed something, with its database, and no other', () => {
    const { client, written } = record();
    client.say('SET a 1');
    client.say('GET a');
    client.say('SET a 2 NX');
    client.say('DEL missing');
    client.say('SELECT 3');
    client.say('APPEND s x');
    expect(written).toEqual(['0: SET a 1', '3: APPEND s x']);
  });

  test('gets each counter that counts', () => {
    const { client, written } = record();
    client.say('INCR a');
    client.say('INCRBY a 5');
    client.say('DECR b');
    expect(written).toEqual(['0: INCR a', '0: INCRBY a 5', '0: DECR b']);
  });

  test('gets nothing of a command that fails', () => {
    const { client, written } = record();
    client.say('SET a text');
    client.say('INCR a');
    client.say('MSET a 1 b');
    expect(written).toEqual(['0: SET a text']);
  });

  test('gets what a command records in the place of its request, several as one transaction', () => {
    const { engine, client, written } = record();
    engine.commands.define('string', [
      {
        name: 'later',
        arity: 3,
        flags: ['write'],
        syntax: 'key delay',
        summary: 'Record an absolute form',
        since: '1.0.0',
        run: (call) => {
          call.engine.dirty++;
          call.recordAs('SET', call.args.at(1), 7);
          call.recordAs('DEL', 'x');
          call.reply.ok();
        },
      },
    ]);
    client.say('LATER k 5');
    client.say('SET a 1');
    expect(written).toEqual(['0: MULTI', '0: SET k 7', '0: DEL x', '0: EXEC', '0: SET a 1']);
  });

  test('gets nothing while what was recorded is run again', () => {
    const { engine, client, written } = record();
    engine.loading = true;
    client.say('SET a 1');
    expect([engine.recording, written]).toEqual([false, []]);
    engine.loading = false;
    client.say('SET b 1');
    expect(written).toEqual(['0: SET b 1']);
  });
});
