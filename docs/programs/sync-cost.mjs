// What it costs to have a record on the disk, alone and with others: node docs/programs/sync-cost.mjs

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const RECORD = Buffer.from('*3\r\n$3\r\nSET\r\n$8\r\ngreeting\r\n$5\r\nhello\r\n');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sync-cost-'));

for (const together of [1, 10, 100]) {
  const fd = fs.openSync(path.join(folder, 'log'), 'a');
  const records = Buffer.concat(Array(together).fill(RECORD));
  let count = 0;
  const startMs = performance.now();
  while (performance.now() - startMs < 1000) {
    fs.writeSync(fd, records);
    fs.fdatasyncSync(fd);
    count += together;
  }
  const perS = (count * 1000) / (performance.now() - startMs);
  const noun = together === 1 ? 'record: ' : 'records:';
  console.log(
    `a sync for ${String(together).padStart(3)} ${noun} ${Math.round(perS).toLocaleString('en')} records a second`,
  );
  fs.closeSync(fd);
}
fs.rmSync(folder, { recursive: true });
