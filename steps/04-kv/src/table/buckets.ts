// One array of buckets, a power of two of them; each is the head of a list of entries linked by `next`.
// Kept as segments that appear when first written: an array of 8 Mi slots in one piece takes tens of milliseconds
// to allocate and clear, and the command that makes the table grow would wait for it.

/** What the table stores. Subclass it to add a value: the entry is the list node, so a key costs one object. */
export class Entry {
  /** latin1, one char a byte. */
  readonly key: string;
  /** KeyedHash of the key, kept so that moving an entry to another table never hashes again. */
  readonly hash: number;
  /** The table's own: the next entry of the same bucket. */
  next: this | undefined = undefined;

  constructor(key: string, hash: number) {
    this.key = key;
    this.hash = hash;
  }
}

const SEGMENT_BITS = 10;
const SEGMENT_MASK = (1 << SEGMENT_BITS) - 1;

export class Buckets<E extends Entry> {
  /** Number of buckets - 1: `hash & mask` is the bucket of an entry. */
  readonly mask: number;
  /** Number of entries. */
  used = 0;
  readonly #segments: ((E | undefined)[] | undefined)[];

  /** `count`: a power of two, at most 2^30. */
  constructor(count: number) {
    this.mask = count - 1;
    this.#segments = new Array(Math.ceil(count / (1 << SEGMENT_BITS))).fill(undefined);
  }

  get count(): number {
    return this.mask + 1;
  }

  /** First entry of bucket `index & mask`. */
  head(index: number): E | undefined {
    const bucket = index & this.mask;
    const segment = this.#segments[bucket >>> SEGMENT_BITS];
    return segment === undefined ? undefined : segment[bucket & SEGMENT_MASK];
  }

  /** Calls `visit` for every entry of bucket `index & mask`; it may take entries out. */
  visit(index: number, visit: (entry: E) => void): void {
    for (let entry = this.head(index); entry !== undefined; entry = entry.next) visit(entry);
  }

  /** Puts `entry` at the front of its bucket. */
  link(entry: E): void {
    const bucket = entry.hash & this.mask;
    entry.next = this.head(bucket);
    this.#setHead(bucket, entry);
    this.used++;
  }

  /** Takes `entry` out; false if it is not here. O(length of the bucket). Its `next` stays, for an iteration that stands on it. */
  unlink(entry: E): boolean {
    let before: E | undefined;
    let at = this.head(entry.hash);
    while (at !== entry) {
      if (at === undefined) return false;
      before = at;
      at = at.next;
    }
    if (before === undefined) this.#setHead(entry.hash & this.mask, entry.next);
    else before.next = entry.next;
    this.used--;
    return true;
  }

  /** Moves every entry of bucket `index` to where it belongs in `target`; false if there was none. */
  moveTo(target: Buckets<E>, index: number): boolean {
    let entry = this.head(index);
    if (entry === undefined) return false;
    this.#setHead(index, undefined);
    while (entry !== undefined) {
      const next: E | undefined = entry.next;
      target.link(entry);
      this.used--;
      entry = next;
    }
    return true;
  }

  #setHead(bucket: number, entry: E | undefined): void {
    const at = bucket >>> SEGMENT_BITS;
    let segment = this.#segments[at];
    if (segment === undefined) {
      segment = new Array(Math.min(this.count, 1 << SEGMENT_BITS)).fill(undefined);
      this.#segments[at] = segment;
    }
    segment[bucket & SEGMENT_MASK] = entry;
  }
}
