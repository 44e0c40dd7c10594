// A layer with one command; chapter 04 shows it, and a test runs it.

import { Engine, type Layer, layers } from '@byor/04-kv/core';

export const shout: Layer = ({ commands }) => {
  commands.define('string', [
    {
      name: 'shout',
      arity: 2,
      flags: ['readonly', 'fast'],
      syntax: 'message',
      summary: 'Says it louder',
      since: '1.0.0',
      run: ({ args, reply }) => reply.bulk(args.at(1).text().toUpperCase()),
    },
  ]);
};

export const engine = new Engine().use(...layers, shout);
