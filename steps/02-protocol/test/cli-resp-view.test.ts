import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { type Direction, RespView } from '../src/cli/resp-view.ts';

/** What is shown when these bytes pass. */
function shown(passing: [Direction, string][], colors = pc.createColors(false)): string {
  let text = '';
  const view = new RespView((printed) => {
    text += printed;
  }, colors);
  for (const [direction, bytes] of passing) view.pass(direction, Buffer.from(bytes, 'latin1'));
  view.end();
  return Buffer.from(text, 'latin1').toString();
}

const EXCHANGE: [Direction, string][] = [
  ['sent', '*2\r\n$4\r\nECHO\r\n$7\r\na\r\n\x00\xff"\\\r\n'],
  ['received', '*4\r\n+OK\r\n$-1\r\n$0\r\n\r\n=5\r\ntxt:a\r\n'],
];
const ROWS = `→ *2\\r\\n
  $4\\r\\nECHO\\r\\n
  $7\\r\\na\\r\\n\\x00\\xff"\\\\r\\n
← *4\\r\\n
  +OK\\r\\n
  $-1\\r\\n
  $0\\r\\n\\r\\n
  =5\\r\\ntxt:a\\r\\n
`;

describe('the bytes of an exchange', () => {
  it('are shown an element to a row, with every byte that cannot be printed', () => {
    expect(shown(EXCHANGE)).toBe(ROWS);
  });

  it('are shown alike however they are cut', () => {
    const cut = EXCHANGE.flatMap(([direction, bytes]) =>
      [...bytes].map((byte): [Direction, string] => [direction, byte]),
    );
    expect(shown(cut)).toBe(ROWS);
  });

  it('are shown even where a row is never finished', () => {
    expect(shown([['received', '+OK\r\n$5\r\nab']])).toBe('← +OK\\r\\n\n  $5\\r\\nab\n');
    expect(
      shown([
        ['sent', 'PING'],
        ['received', '+PONG\r\n'],
      ]),
    ).toBe('→ PING\n← +PONG\\r\\n\n');
  });

  it('are cut short where a string is long', () => {
    const rows = shown([['received', `$1000\r\n${'x'.repeat(1000)}\r\n`]]);
    expect(rows).toBe(`← $1000\\r\\n${'x'.repeat(256)}... (744 more bytes)\\r\\n\n`);
  });

  it('are coloured when colours are wanted', () => {
    const colored = shown([['received', ':1\r\n']], pc.createColors(true));
    expect(colored).toBe('\x1b[32m← \x1b[39m\x1b[36m:1\x1b[39m\x1b[2m\\r\\n\x1b[22m\n');
  });
});
