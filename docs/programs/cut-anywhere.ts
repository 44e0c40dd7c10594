// Two requests in three pieces, cut where it hurts: npx tsx docs/programs/cut-anywhere.ts

import { RequestParser } from '@byor/02-protocol';

const parser = new RequestParser();
for (const piece of ['*2\r\n$4\r\nEC', 'HO\r\n$5\r\nhel', 'lo\r\n*1\r\n$4\r\nPING\r\n']) {
  parser.feed(Buffer.from(piece));
  console.log(JSON.stringify(piece), 'fed');
  while (parser.next()) console.log('  request:', parser.args.strings());
}
