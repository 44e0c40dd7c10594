// Blocks in read(2) while signals come. A socket with a receive timeout is one whose read a signal does interrupt,
// handler restarted or not: see signal(7), "Interruption of system calls".

import { writeSync } from 'node:fs';
import { connect, read, setsockopt, socket } from '../../src/index.ts';
import { platform } from '../../src/platform.ts';

const SO_RCVTIMEO = process.platform === 'darwin' ? 0x1006 : 20;
process.on('SIGUSR2', () => {});
const fd = socket(2);
connect(fd, { host: '127.0.0.1', port: Number(process.argv[2]) });
setsockopt(fd, platform.SOL_SOCKET, SO_RCVTIMEO, 60, 0, 0, 0); // struct timeval: 60 s
const buffer = new Uint8Array(16);
writeSync(1, 'reading\n');
const count = read(fd, buffer);
writeSync(1, `${count} ${Buffer.from(buffer.subarray(0, Math.max(0, count)))}\n`);
