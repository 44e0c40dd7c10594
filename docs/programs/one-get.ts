// What each piece of a GET costs, beside the way that comes to mind first: npx tsx docs/programs/one-get.ts
// Best of many rounds: the others met what else the machine does.

import { openSync } from 'node:fs';
import { Engine, layers, ReplyWriter, RequestParser, Slice } from '@byor/04-kv';
import { write } from '@byor/libc';

const ROUNDS = 400;
/** Short, so that some rounds are disturbed by nobody. */
const TIMES_A_ROUND = 4;
const KEYS = 100_000;
/** Requests of one read. */
const PIPELINE = 1000;

function measure(title: string, calls: number, run: () => void): void {
  let bestNs = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const startNs = process.hrtime.bigint();
    run();
    bestNs = Math.min(bestNs, Number(process.hrtime.bigint() - startNs) / calls);
  }
  console.log(`${title.padEnd(50)} ${bestNs.toFixed(0).padStart(5)} ns`);
}

const each = <T>(items: readonly T[], run: (item: T) => void) => {
  for (let times = 0; times < TIMES_A_ROUND; times++) for (const item of items) run(item);
};

const engine = new Engine().use(...layers);
engine.start();
const db = engine.database(0);
const map = new Map<string, string>();
const nameOf = (i: number) => `key:${String(i).padStart(12, '0')}`;
for (let i = 0; i < KEYS; i++) {
  db.set(Slice.of(nameOf(i)), Slice.of('xyz')); // bytes, as they come off the wire
  map.set(nameOf(i), 'xyz');
}
// The keys that are asked for lie anywhere among the others.
const asked = Array.from({ length: PIPELINE }, (_, i) => nameOf((i * 7919) % KEYS));
const wire = Slice.of(asked.map((key) => `*2\r\n$3\r\nGET\r\n$16\r\n${key}\r\n`).join('')).bytes;
const names = asked.map((key) => Slice.of(key));
const calls = TIMES_A_ROUND * PIPELINE;
let sink = 0;

function parse(take: (parser: RequestParser) => void): void {
  const parser = new RequestParser();
  for (let times = 0; times < TIMES_A_ROUND; times++) {
    parser.feed(wire);
    while (parser.next()) take(parser);
  }
}
measure('the request: found as offsets', calls, () => parse(() => {}));
measure('              as two strings', calls, () =>
  parse(({ args }) => {
    sink += args.strings().length;
  }),
);

const byName = new Map([...engine.commands.values()].map((command) => [command.name, command]));
const get = Slice.of('GET');
measure('the command: by the folded hash of its bytes', calls, () =>
  each(names, () => {
    sink += engine.commands.find(get)?.arity ?? 0;
  }),
);
measure('             by toLowerCase() in a Map', calls, () =>
  each(names, () => {
    sink += byName.get(get.text().toLowerCase())?.arity ?? 0;
  }),
);

measure(`the value: one of ${KEYS}, as a view`, calls, () =>
  each(names, (key) => {
    sink += (db.get(key) as Slice).length;
  }),
);
measure('           by a string, in a Map', calls, () =>
  each(names, (key) => {
    sink += (map.get(key.text()) as string).length;
  }),
);

function reply(value: (writer: ReplyWriter) => void): void {
  const writer = new ReplyWriter();
  each(names, () => {
    value(writer);
    if (writer.length > 16_000) writer.consume(writer.length);
  });
}
const view = Slice.of('xyz');
measure('the reply: from the view', calls, () => reply((writer) => writer.bulk(view)));
measure('           from a template', calls, () =>
  reply((writer) => writer.raw(`$${view.length}\r\n${view.text()}\r\n`)),
);

measure('two looks at the clock', calls, () =>
  each(names, () => {
    sink += performance.now() - performance.now();
  }),
);
const nowhere = openSync('/dev/null', 'w');
measure('a system call: write(2) to nowhere', calls, () =>
  each(names, () => write(nowhere, wire, 0, 9)),
);

const client = engine.connect();
measure('a whole GET, from bytes to bytes', calls, () => {
  for (let times = 0; times < TIMES_A_ROUND; times++) {
    client.input.feed(wire);
    client.process();
    client.output.consume(client.output.length);
  }
});
if (Number.isNaN(sink)) throw new Error('nothing was done');
