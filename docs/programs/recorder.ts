// Prints what a log would get for each request, without a disk: npx tsx docs/programs/recorder.ts

import { Args, Engine, layers, pageHost } from '@byor/05-expiry/core';

const host = pageHost();
let nowMs = 1_700_000_000_000;
const engine = new Engine({ ...host, now: () => nowMs }).use(...layers);
engine.start();
engine.hooks.write.push((_, request) => console.log(`    ${request.strings().join(' ')}`));
const client = engine.connect();

function run(request: string): void {
  console.log(request);
  engine.execute(Args.of(...request.split(' ')), client);
}

run('SET session ada EX 60 NX');
run('EXPIRE session 120 GT');
run('GETEX session PERSIST');
run('EXPIRE session 60 GT');
run('PEXPIRE session 50');
nowMs += 51;
run('GET session');
run('SET session grace KEEPTTL');
run('EXPIRE session -1');
