// DEBUG PROTOCOL: a sample of every kind of reply, for those who write clients.

import { ReplyError, type ReplyWriter } from '@byor/03-event-loop/core';
import type { Call } from '../engine/call.ts';

const samples: Readonly<Record<string, (reply: ReplyWriter) => void>> = {
  string: (reply) => reply.bulk('Hello World'),
  integer: (reply) => reply.integer(12345),
  // biome-ignore lint/suspicious/noApproximativeNumericConstant: Redis sends just these digits
  double: (reply) => reply.double(3.141),
  bignum: (reply) => reply.bigNumber(1234567999999999999999999999999999999n),
  null: (reply) => reply.null(),
  array: (reply) => {
    reply.array(3);
    for (let n = 0; n < 3; n++) reply.integer(n);
  },
  set: (reply) => {
    reply.set(3);
    for (let n = 0; n < 3; n++) reply.integer(n);
  },
  map: (reply) => {
    reply.map(3);
    for (let n = 0; n < 3; n++) {
      reply.integer(n);
      reply.boolean(n === 1);
    }
  },
  attrib,
  push,
  verbatim: (reply) => reply.verbatim('txt', 'This is a verbatim\nstring'),
  true: (reply) => reply.boolean(true),
  false: (reply) => reply.boolean(false),
};

export function debugProtocol({ args, reply }: Call): void {
  const sample = samples[args.at(2).text().toLowerCase()];
  if (sample === undefined) {
    throw new ReplyError(
      'ERR Wrong protocol type name. Please use one of the following: ' +
        Object.keys(samples).join('|'),
    );
  }
  sample(reply);
}

function attrib(reply: ReplyWriter): void {
  if (reply.protocol === 3) {
    reply.attribute(1);
    reply.bulk('key-popularity');
    reply.array(2);
    reply.bulk('key:123');
    reply.integer(90);
  }
  reply.bulk('Some real reply following the attribute');
}

function push(reply: ReplyWriter): void {
  if (reply.protocol === 2) throw new ReplyError('ERR RESP2 is not supported by this command');
  reply.push(2);
  reply.bulk('server-cpu-usage');
  reply.integer(42);
  reply.bulk('Some real reply following the push reply');
}
