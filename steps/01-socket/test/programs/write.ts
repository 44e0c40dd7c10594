// Writes 32 MB in one writeAll while signals come: each may cut a write(2) short, which then took a part of the bytes. Its end
// ends the connection.

import { Stream } from '../../src/index.ts';

process.on('SIGUSR2', () => {});
const server = Stream.connect({ host: '127.0.0.1', port: Number(process.argv[2]) });
server.writeAll(Buffer.alloc(32_000_000, '0123456789abcdef!'));
