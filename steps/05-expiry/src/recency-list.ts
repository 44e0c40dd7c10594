// Items in the order of their last use, in a list linked both ways: to use one moves it to the end, wherever it stood.
// Invariant: from `#ends.newer` on, each item was last used before the next. The ring is closed by a link without item.

class Link<T> {
  readonly item: T | undefined;
  older: Link<T> = this;
  newer: Link<T> = this;

  constructor(item?: T) {
    this.item = item;
  }
}

export class RecencyList<T> {
  readonly #links = new Map<T, Link<T>>();
  /** Between the newest and the oldest. */
  readonly #ends = new Link<T>();

  get size(): number {
    return this.#links.size;
  }

  /** Puts the item behind all others; adds it if it is new. O(1) */
  touch(item: T): void {
    let link = this.#links.get(item);
    if (link === undefined) {
      link = new Link(item);
      this.#links.set(item, link);
    }
    unlink(link);
    link.older = this.#ends.older;
    link.newer = this.#ends;
    link.older.newer = link;
    link.newer.older = link;
  }

  /** O(1) */
  delete(item: T): void {
    const link = this.#links.get(item);
    if (link === undefined) return;
    this.#links.delete(item);
    unlink(link);
  }

  /** From the one that was not used for longest; the one at hand may be deleted. */
  *[Symbol.iterator](): Generator<T, void, undefined> {
    let link = this.#ends.newer;
    while (link.item !== undefined) {
      const { item, newer } = link;
      yield item;
      link = newer;
    }
  }
}

function unlink<T>({ older, newer }: Link<T>): void {
  older.newer = newer;
  newer.older = older;
}
