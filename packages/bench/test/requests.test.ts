import { expect, test } from 'vitest';
import { Requests } from '../src/load/own/requests.ts';

/** The commands that a batch of `count` consists of, as text. */
function batch(requests: Requests, count: number): string {
  const target = new Uint8Array(count * requests.longest);
  let end = 0;
  for (let n = 0; n < count; n++) end = requests.write(target, end);
  return Buffer.from(target.subarray(0, end)).toString('latin1');
}

test('each __rand_int__ becomes twelve digits of its own', () => {
  let number = 41;
  const requests = new Requests(
    [{ share: 1, words: ['MGET', 'key:__rand_int__', '__rand_int__'] }],
    () => ++number,
    () => 0,
  );
  expect(batch(requests, 2)).toBe(
    '*3\r\n$4\r\nMGET\r\n$16\r\nkey:000000000042\r\n$12\r\n000000000043\r\n' +
      '*3\r\n$4\r\nMGET\r\n$16\r\nkey:000000000044\r\n$12\r\n000000000045\r\n',
  );
});

test('commands are drawn by their shares', () => {
  const drawn = [0, 0.79, 0.81, 0.99];
  const requests = new Requests(
    [
      { share: 0.8, words: ['GET'] },
      { share: 0.2, words: ['SET'] },
    ],
    () => 0,
    () => drawn.shift() ?? 0,
  );
  expect(batch(requests, 4).match(/GET|SET/g)).toEqual(['GET', 'GET', 'SET', 'SET']);
});
