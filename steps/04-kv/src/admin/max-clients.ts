// How many clients there may be. Each takes a descriptor, of which the system allows a process only so many.

import { StartError } from '@byor/03-event-loop/core';
import { integerWithin } from '../engine/config.ts';
import type { Layer } from '../engine/engine.ts';

export const maxClients: Layer = ({ config, host, hooks }) => {
  let started = false;
  config.define({
    name: 'maxclients',
    default: '10000',
    summary: 'most clients at once; the next one is refused',
    parse: integerWithin(1, 2 ** 32 - 1),
    apply: (wanted) => {
      const possible = host.clientsPossible(Number(wanted));
      if (!started || possible >= Number(wanted)) return;
      throw new Error(
        `The operating system is not able to handle the specified number of clients, try with ${possible}`,
      );
    },
  });
  hooks.start.push(() => {
    started = true;
    const wanted = config.number('maxclients');
    const possible = host.clientsPossible(wanted);
    if (possible >= wanted) return;
    const advice = 'Raise its limit (ulimit -n) and start again.';
    if (possible < 1) {
      throw new StartError(`The system allows this process too few open files. ${advice}`);
    }
    host.warn(
      `maxclients is ${possible}, not ${wanted}: the system allows no more open files. ${advice}`,
    );
    config.start('maxclients', String(possible));
  });
};
