// Runs out of descriptors on purpose: accept says so, and takes the waiting client once there is room again.

import {
  AF_INET,
  accept,
  bind,
  close,
  connect,
  errnoName,
  getRlimitNofile,
  getsockname,
  listen,
  setRlimitNofile,
  socket,
} from '../../src/index.ts';

const listener = socket(AF_INET);
bind(listener, { host: '127.0.0.1', port: 0 });
listen(listener, 4);
const client = socket(AF_INET);
connect(client, getsockname(listener));

const before = getRlimitNofile();
const spare = socket(AF_INET);
setRlimitNofile(spare);
console.log(errnoName(-accept(listener)));
console.log(getRlimitNofile().soft === spare, getRlimitNofile().hard === before.hard);
setRlimitNofile(before.soft);
close(spare);
console.log(accept(listener) > 0);
