// Waits in the kernel without limit, again and again, until a signal's handler has run: it can only if the wait returns.

import { writeSync } from 'node:fs';
import { EpollEvents, epollCreate, epollWait, PollFds, poll } from '../../src/index.ts';

let delivered = false;
process.on('SIGUSR2', () => {
  delivered = true;
});

const wait =
  process.argv[2] === 'epoll'
    ? epollWait.bind(null, epollCreate(), new EpollEvents(1), -1)
    : poll.bind(null, new PollFds(0), 0, -1);

writeSync(1, 'waiting\n');
while (!delivered) {
  writeSync(1, `${wait()} ready\n`);
  await new Promise(setImmediate);
}
writeSync(1, 'delivered\n');
