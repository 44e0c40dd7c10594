// Values to test with, and how they look once they are in a keyspace.

import { isString, type ObjectValue, type Value } from '../src/value.ts';

/** An object that says who it is: each copy is one of its own. */
export class Box implements ObjectValue {
  readonly type = 'box';
  items: string[];

  constructor(...items: string[]) {
    this.items = items;
  }

  encoding(): string {
    return 'carton';
  }

  copy(): Box {
    return new Box(...this.items);
  }

  memoryBytes(): number {
    return 100 + this.items.length;
  }
}

/** A string's text, an object itself: to keep, where a view is gone with the next call. */
export function kept(value: Value | undefined): string | ObjectValue | undefined {
  return value !== undefined && isString(value) ? value.text() : value;
}
