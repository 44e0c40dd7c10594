// Each visualiser driven as a reader would: pressed, typed into, stepped, torn, healed; what it shows is asserted.

import { expect, test } from 'vitest';
import { colours, expectReadable, meanings, obeysReducedMotion } from './looks.ts';
import { type Visit, Visitor } from './visitor.ts';

async function come(visit: Visit, address: string, name: string, width?: number): Promise<Visitor> {
  const { page, troubles } = await visit(address, width);
  const visitor = new Visitor(page, name);
  expect(await visitor.come()).toBe(0);
  expect(troubles).toEqual([]);
  return visitor;
}

export function visualiserTests(visit: Visit): void {
  test('01: the second client waits until the first has left', async () => {
    const server = await come(visit, '/01-socket', 'Two clients');
    const heard = async () => (await server.texts('.moments em')).filter((t) => /^hears/.test(t));
    await server.press(/^next/, 4);
    expect(await heard()).toEqual(['hears “a1”']);
    expect(await server.said()).toMatch(/sleeps in read\(4\).*Client B is connected.*“b1”/);
    expect(await server.root.locator('li:last-child .cell.waits').count()).toBe(1);
    await server.press(/^next/, 2);
    expect(await heard()).toEqual(['hears “a1”', 'hears “a2”', 'hears “b1”']);
    const calls = await server.texts('.moments .mono');
    expect(calls.slice(-6)).toEqual([
      'read(4) = 0',
      'close(4) = 0',
      'accept(3) = 4',
      'read(4) = “b1”',
      'write(4) = “b1”',
      'read(4) …',
    ]);
    await server.press('start over');
    expect(await server.keepsFocus('connect')).toBe(true);
    expect(await server.texts('.next')).toEqual(['next: A sends']); // the guide passes over what was done by hand
    await expectReadable(server);
    await obeysReducedMotion(server, 'stands', () => server.press(/^next/));
  });

  test('02: a stream cut anywhere is taken up where it was cut; RESP2 beside RESP3', async () => {
    const wire = await come(visit, '/02-protocol', 'The wire');
    const field = wire.root.getByRole('textbox');
    await field.fill('GET k');
    expect(await meanings(wire, '.cell')).toEqual(
      ['type', 'length', 'end', 'end']
        .concat(['type', 'length', 'end', 'end', 'data', 'data', 'data', 'end', 'end'])
        .concat(['type', 'length', 'end', 'end', 'data', 'end', 'end']),
    );
    expect(await wire.texts('.cell')).toEqual(
      [...'*2\r\n$3\r\nGET\r\n$1\r\nk\r\n'].map((byte) => JSON.stringify(byte).slice(1, -1)),
    );
    await field.fill('HELLO');
    await wire.root.locator('.cell').nth(5).click();
    expect(await wire.said()).toMatch(/6 of 15 bytes.*waits for the CR LF/);
    await wire.root.locator('.cell').nth(9).click();
    expect(await wire.said()).toMatch(/10 of 15 bytes.*waits for 3 more bytes of the argument/);
    expect(await wire.root.locator('.cell.cut').count()).toBe(2);
    await wire.press('the rest');
    expect(await wire.said()).toContain('The request is whole: HELLO');
    const replies = () => wire.texts('.replies .bytes .mono');
    expect(await replies()).toEqual([
      expect.stringMatching(/^\*14\\r\\n/),
      expect.stringMatching(/^%7\\r\\n/),
    ]);
    await field.fill('HELLO 3');
    await wire.press('the rest');
    expect(await wire.texts('.replies .vis-head')).toEqual(['RESP3', 'RESP3']);
    await wire.press('null');
    expect(await wire.texts('.replies .vis-head')).toEqual(['RESP2', 'RESP3']);
    expect(await replies()).toEqual(['$-1\\r\\n', '_\\r\\n']);
    await wire.press('a map');
    expect(await replies()).toEqual([
      '*2\\r\\n$4\\r\\nlaps\\r\\n:3\\r\\n',
      '%1\\r\\n$4\\r\\nlaps\\r\\n:3\\r\\n',
    ]);
    const pair = ['type', 'length', 'end', 'data', 'end', 'type', 'data', 'end'];
    expect(await meanings(wire, '.replies .mono > span')).toEqual(
      Array(2)
        .fill(['type', 'length', 'end', ...pair])
        .flat(),
    );
    expect(await colours(wire, ['type', 'length', 'data', 'end'])).toHaveLength(4);
    await wire.drag(3);
    expect(await wire.said()).toMatch(/^3 of 22/);
    await wire.drag(5, 7, 9, 8);
    expect(await wire.root.locator('.cell.cut').count()).toBe(2); // 3 and 8
    await expectReadable(wire);
    await obeysReducedMotion(wire, 'stands', (time) => wire.drag(3 + time));
    await field.fill('"open');
    expect(await wire.texts('.vis-body > .quiet')).toEqual([expect.stringContaining('quote')]);
  });

  test('03: one slow client stalls alone, and goes on when it reads again', async () => {
    const loop = await come(visit, '/03-event-loop', 'The event loop');
    const states = () => loop.texts('.clients .state');
    await loop.press('turn', 2);
    expect(await states()).toEqual(['2 answers heard', '2 answers heard', '2 answers heard']);
    await loop.press('make slow');
    await loop.press('turn', 40);
    expect(await states()).toEqual([
      'stalled: not read from',
      '42 answers heard',
      '42 answers heard',
    ]);
    const flags = () => loop.texts('.clients li:first-child .flag.asked');
    expect(await flags()).toEqual(['W']);
    expect(await loop.texts('.parts .wait .mono')).toEqual(['fd 5', 'fd 6']);
    await loop.press('read again');
    await loop.press('turn', 40);
    expect(await flags()).toEqual(['R']);
    expect((await states())[0]).toMatch(/^\d{3,} answers heard$/);
    await loop.press('leave');
    await loop.press('turn');
    expect(await loop.texts('.parts .callbacks .mono')).toContain('recv(4) = 0');
    await loop.press('add a client');
    await loop.press('turn', 2);
    expect(await loop.texts('.who .mono')).toEqual(['fd 5', 'fd 6', 'fd 4']);
    await expectReadable(loop);
    await obeysReducedMotion(loop, 'moves', async () => {
      await loop.press('make slow');
      await loop.press('turn', 10);
    });
  });

  test('04: two arrays while it grows; SCAN misses nobody meanwhile', async () => {
    const table = await come(visit, '/04-kv', 'The table');
    const arrays = () => table.texts('.arrays .vis-head');
    await table.press(/^SCAN/);
    await table.press('add a key', 2);
    expect(await arrays()).toEqual(['8 buckets', '16 buckets, being filled']);
    for (let step = 0; step < 40; step++) {
      await table.press(/^SCAN/);
      if (/at its end/.test(await table.said())) break;
      await table.press(step % 4 === 3 ? 'remove one' : 'add a key');
    }
    expect(await table.said()).toMatch(/SCAN is at its end: .* 0 missed/);
    const rehash = table.root.getByRole('button', { name: 'rehash' });
    while (await rehash.isEnabled()) await rehash.click();
    const add = table.root.getByRole('button', { name: 'add a key' });
    while (await add.isEnabled()) await add.click(); // as many as there is room for
    await expectReadable(table);
    await table.press('remove one', 3);
    while (await rehash.isEnabled()) await rehash.click();
    expect(await arrays()).toHaveLength(1);
    expect(await table.root.locator('.stalls svg').getAttribute('aria-label')).toMatch(/\d+ ms/);
    await obeysReducedMotion(table, 'moves', () => table.press('add a key'));
  });

  test('05: keys die in their turn, or stay until they are asked for', async () => {
    const keys = await come(visit, '/05-expiry', 'The heap and the clock');
    const here = () => keys.texts('.keys .vis-button');
    await keys.drag(16);
    expect((await here()).sort()).toEqual(['c', 'd', 'e', 'f', 'g', 'h', 'i']);
    expect(await keys.texts('.log li')).toEqual([
      'b is removed by the cycle; recorded as DEL b',
      'a is removed by the cycle; recorded as DEL a',
    ]);
    await keys.press(/^the cycle/);
    await keys.drag(35);
    expect(await keys.said()).toMatch(/still in memory: c, d, e\./);
    await keys.press(/^d,/);
    await keys.press('GET');
    expect((await keys.texts('.log li')).slice(0, 2)).toEqual([
      'GET d → (nil)',
      'd is found dead when asked for; recorded as DEL d',
    ]);
    await keys.press(/^h,/);
    await keys.press('EXPIRE 2');
    await keys.press(/^the cycle/);
    expect(await keys.said()).toBe(
      'h is on top, due at 37 s. It is the only key that the cycle has to look at.',
    );
    await expectReadable(keys);
    await obeysReducedMotion(keys, 'moves', (time) => keys.drag(40 + 5 * time));
  });

  test('06: what was not synced is lost, what always synced is not; a torn record is cut off', async () => {
    const log = await come(visit, '/06-aof', 'The append-only file');
    await log.press('SET greeting hello');
    await log.press('INCR visits');
    await expect.poll(() => log.texts('.sizes .risk')).toEqual(['26 not synced']);
    expect(await log.keepsFocus('pull the plug')).toBe(true);
    expect(await log.texts('.memory .quiet')).toEqual(['gone']);
    await log.press('start again');
    expect(await log.said()).toMatch(/Loaded 2 commands.*Lost, or back to an older value: visits/);
    const typed = log.root.getByRole('textbox');
    await typed.fill('CONFIG SET appendfsync always');
    await typed.press('Enter');
    await expect.poll(() => log.texts('.policies [aria-pressed="true"]')).toEqual(['always']);
    await typed.fill('SET "a');
    await typed.press('Enter');
    await expect.poll(() => log.said()).toContain('Is a quote open?');
    await log.press('INCR visits');
    await expect.poll(() => log.texts('.memory li')).toHaveLength(2);
    await log.press('pull the plug');
    await log.press('tear the last record');
    expect(await log.said()).toContain('no reply has left');
    await log.press('start again');
    expect(await log.said()).toMatch(/ends in half a record.*Nothing that was answered is lost\./);
    expect((await log.texts('.memory li')).sort()).toEqual(['greeting hello', 'visits 1']);
    await log.press('no');
    await log.press('APPEND greeting !');
    await log.press('INCR visits');
    await expect.poll(() => log.texts('.memory li')).toContain('visits 2');
    await log.press('pull the plug');
    await log.press('tear the last record');
    await log.press('start again');
    expect(await log.said()).toMatch(/Lost, or back to an older value: visits\..*record is torn/);
    expect((await log.texts('.memory li')).sort()).toEqual(['greeting hello!', 'visits 1']);
    await expectReadable(log);
    await obeysReducedMotion(log, 'stands', () => log.press('INCR visits'));
  });

  test('06: a rewrite writes the keys as they were, the increment what has changed', async () => {
    const log = await come(visit, '/06-aof', 'The append-only file');
    await log.press('INCR visits');
    await log.press('30 keys');
    await log.press('rewrite');
    await expect.poll(() => log.said()).toContain('synced first');
    await log.press('turn');
    await expect.poll(() => log.said()).toContain('There is a new increment');
    const names = () => log.texts('.file .head b');
    await expect.poll(names).toContain('2.incr.aof');
    const field = log.root.getByRole('textbox');
    await field.fill('SET key:1 changed');
    await field.press('Enter');
    await expect.poll(() => log.texts('.memory li')).toContain('key:1 changed');
    await log.press('turn', 20);
    await expect.poll(names).toEqual(['manifest', '2.base.aof', '2.incr.aof']);
    expect(await log.said()).toBe('A turn without a request. No rewrite runs.');
    await log.press('1 s passes');
    await expect.poll(() => log.said()).toContain('A second has passed');
    await field.fill('SHUTDOWN');
    await field.press('Enter');
    await expect.poll(() => log.said()).toContain('has ended by itself');
    await log.press('start again');
    expect(await log.said()).toContain('Nothing that was answered is lost.');
  });

  test('07: a side that grows too high is rotated; a rank is found along its path', async () => {
    const tree = await come(visit, '/07-sorted-set', 'The tree that counts');
    const score = tree.root.getByRole('textbox', { name: 'score' });
    const member = tree.root.getByRole('textbox', { name: 'member' });
    for (const [at, name] of [...'xyz'].entries()) {
      await score.fill(String(400 + at));
      await member.fill(name);
      await tree.press('put in');
    }
    expect(await tree.said()).toMatch(
      /^z is put in\. One side was two higher.* bjarne rises above linus/,
    );
    await tree.press('z');
    expect(await tree.said()).toMatch(/^ZRANK race z: 9\./);
    const added = (await tree.texts('.above')).map((text) => Number(text));
    expect(added.reduce((sum, more) => sum + more, 0)).toBe(9);
    expect(await tree.keepsFocus('take out z')).toBe(true);
    expect(await tree.texts('.table .vis-button')).not.toContain('z');
    await score.fill('fast');
    await tree.press('put in');
    expect(await tree.said()).toMatch(/^A score here is a number/);
    await expectReadable(tree);
    await obeysReducedMotion(tree, 'moves', async (time) => {
      await score.fill(String(500 + time));
      await member.fill(`m${time}`);
      await tree.press('put in');
    });
  });
}
