// What a server holds, as a value that tests compare.

import type { Engine, ExpiringKeyspace } from '../src/core.ts';
import { isString } from '../src/core.ts';

/** `database key` -> value and deadline; the same text for the same contents. */
export function contentsOf(engine: Engine): string {
  const lines: string[] = [];
  engine.databases.forEach((database, index) => {
    const keyspace = database as unknown as ExpiringKeyspace;
    keyspace.forEach((key, value) => {
      const shown = isString(value) ? value.text() : describeObject(engine, key, value);
      lines.push(`${index} ${key} = ${shown} until ${keyspace.deadline(key) ?? 'ever'}`);
    });
  });
  return lines.sort().join('\n');
}

function describeObject(
  engine: Engine,
  key: string,
  value: Parameters<Parameters<Engine['dumpers']['set']>[1]>[1],
): string {
  const dump = engine.dumpers.get(value.type)?.(key, value);
  const parts: string[] = []; // all types so far are made of pairs
  for (let step = dump?.next(); step?.done === false; step = dump?.next()) {
    const words = step.value.strings();
    for (let at = 2; at < words.length; at += 2) parts.push(`${words[at]} ${words[at + 1]}`);
  }
  return parts.sort().join(',');
}
