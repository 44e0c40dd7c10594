// What the entries of a keyspace hold: a short string stands in the entry itself, behind the key, if there is room; another
// in a block of its own; an object in a list beside, for the memory of the arena knows only bytes. A counter is a string whose
// digits are written when somebody asks for them: what it holds is the integer.

import { allocate, MAX_DECIMAL_BYTES, Slice, writeDecimal } from '@byor/03-event-loop/core';
import { type Arena, NOWHERE, type Ref } from './memory/arena.ts';
import { KEY_LENGTH, TABLE_WORDS } from './table/hash-table.ts';
import { writeKey } from './table/key.ts';
import type { Int64 } from './text/numbers.ts';
import {
  type Content,
  FORMS,
  isString,
  type ObjectValue,
  type StringForm,
  type Value,
} from './value.ts';

// The words of an entry:
/** A StringForm, or OBJECT, or COUNTER. */
const FORM = TABLE_WORDS;
/** Of a string that does not stand behind the key, the block; of an object, its place. */
const PLACE = TABLE_WORDS + 1;
/** Length of a string in bytes; of a counter, the integer. */
const LENGTH = TABLE_WORDS + 2;
/** The next one's begin here. */
export const VALUE_WORDS = TABLE_WORDS + 3;

const OBJECT = 3;
const COUNTER = 4;

/** Room that a growing string gets beyond its length: as much again, but no more than this. As SDS_MAX_PREALLOC. */
const MAX_SPARE_BYTES = 1 << 20;

/** Longer strings get a block of their own, so that a short one set in their place gives the memory back. */
const MAX_INLINE_BYTES = 128;

/** What the lists beside hold of an object: the object's place, and its weight. */
const PLACE_BYTES = 16;

/** Objects that may have changed, before they are looked at again. */
const MAX_OPEN = 16;

/** Bytes that an entry should have behind its key to hold `content` itself. */
export function inlineBytes(content: Content): number {
  return isString(content) && content.length <= MAX_INLINE_BYTES ? content.length : 0;
}

export class EntryValues {
  readonly #arena: Arena;
  readonly #keyOffset: number;
  readonly #view = new Slice(new Uint8Array(0), 0, 0);
  readonly #digits = allocate(MAX_DECIMAL_BYTES);
  #objects: (ObjectValue | undefined)[] = [];
  #freePlaces: number[] = [];
  /** By place: what the object took when it was last looked at. */
  #bytes: number[] = [];
  #objectBytes = 0;
  /** Places of objects that were handed out since: who has one may change it, and tells nobody. */
  readonly #open: number[] = [];

  /** `entryWords`: how many stand in front of the key. */
  constructor(arena: Arena, entryWords: number) {
    this.#arena = arena;
    this.#keyOffset = entryWords * Int32Array.BYTES_PER_ELEMENT;
  }

  /** What all objects take; strings are in the arena. */
  get objectBytes(): number {
    for (const place of this.#open) this.#weigh(place);
    this.#open.length = 0;
    return this.#objectBytes + this.#objects.length * PLACE_BYTES;
  }

  /** A new entry holds the empty string. */
  born(entry: Ref): void {
    const arena = this.#arena;
    arena.setWord(entry, FORM, FORMS.whole);
    arena.setWord(entry, PLACE, NOWHERE);
    arena.setWord(entry, LENGTH, 0);
  }

  /** The same view for each string. */
  of(entry: Ref): Value {
    const arena = this.#arena;
    const place = arena.word(entry, PLACE);
    const form = arena.word(entry, FORM);
    if (form === OBJECT) return this.#handOut(place);
    if (form === COUNTER) return this.#spelled(arena.word(entry, LENGTH));
    const view = this.#view;
    const block = place === NOWHERE ? entry : place;
    view.bytes = arena.pageBytes(block);
    view.start = this.#startIn(block, entry);
    view.end = view.start + arena.word(entry, LENGTH);
    return view;
  }

  /** The integer of a counter; undefined for all else, for digits too. */
  counterOf(entry: Ref): number | undefined {
    const arena = this.#arena;
    return arena.word(entry, FORM) === COUNTER ? arena.word(entry, LENGTH) : undefined;
  }

  formOf(entry: Ref): StringForm {
    const form = this.#arena.word(entry, FORM);
    return form === COUNTER ? FORMS.whole : (form as StringForm);
  }

  /** How a string came to be; an object's form is its own. */
  setForm(entry: Ref, form: StringForm): void {
    this.#arena.setWord(entry, FORM, form);
  }

  /**
   * Whatever the entry held is gone; a string is whole from here on. `content` may be a view of another entry's string,
   * never of this one's.
   * @exercise 4.5 Values in their entries
   * @tests entry-values
   * @section A keyspace
   * @hint A short string and its key are asked for together. What does it cost to keep them apart, and what does it
   *   cost to keep a long one with its key?
   * @hint A string that fits behind the key stands there; another gets a block of its own, whose ref is the entry's
   *   word PLACE (NOWHERE: none). A block that suits is used again; one that is much too large goes back. A string that
   *   grows gets as much again beyond what it needs, so that appending a byte n times copies O(n) bytes.
   * @hint set: an object: release, then FORM is OBJECT and PLACE what #keep gives. A string: #makeRoom, FORM, LENGTH,
   *   then writeKey (table/key.ts) to where #startIn says. #makeRoom: release an object; does it fit behind the key: free the block,
   *   if there is one; else allocate unless the block suits, and free the old one. resize: #grow if #roomOf is too
   *   little; FORM is edited; LENGTH; fill what is new with 0. #grow: a block of lengthBytes and at most
   *   MAX_SPARE_BYTES more, copy, free the old one, PLACE. setInteger: what has more than 32 bits is set as digits; else
   *   #makeRoom of 0 unless it was a counter, FORM is COUNTER, LENGTH the integer; resize has such digits set first.
   */
  set(entry: Ref, content: Content): void {
    const arena = this.#arena;
    if (!isString(content)) {
      this.release(entry);
      arena.setWord(entry, FORM, OBJECT);
      arena.setWord(entry, PLACE, this.#keep(content));
      return;
    }
    this.#makeRoom(entry, content.length);
    arena.setWord(entry, FORM, FORMS.whole);
    arena.setWord(entry, LENGTH, content.length);
    const block = arena.word(entry, PLACE) || entry; // not by `of`: its view may be the content
    writeKey(content, arena.pageBytes(block), this.#startIn(block, entry));
  }

  /**
   * From here on a counter: what fits into a word of 32 bits is kept as it is, and takes no block. A larger one is kept by
   * its digits.
   * @exercise 4.5
   */
  setInteger(entry: Ref, integer: Int64): void {
    if (Number(integer) !== (Number(integer) | 0)) {
      this.set(entry, this.#spelled(integer));
      return;
    }
    const arena = this.#arena;
    if (arena.word(entry, FORM) !== COUNTER) this.#makeRoom(entry, 0);
    arena.setWord(entry, FORM, COUNTER);
    arena.setWord(entry, LENGTH, Number(integer));
  }

  /**
   * Keeps the bytes that a string has, or the digits that a counter has; new ones are 0. The string is edited from here on.
   * @returns all of its bytes
   * @exercise 4.5
   */
  resize(entry: Ref, lengthBytes: number): Slice {
    const arena = this.#arena;
    if (arena.word(entry, FORM) === COUNTER) this.set(entry, this.of(entry));
    const before = arena.word(entry, LENGTH);
    if (lengthBytes > this.#roomOf(entry)) this.#grow(entry, lengthBytes);
    arena.setWord(entry, FORM, FORMS.edited);
    arena.setWord(entry, LENGTH, lengthBytes);
    const view = this.of(entry) as Slice;
    if (lengthBytes > before) view.bytes.fill(0, view.start + before, view.end);
    return view;
  }

  /** Gives back what an entry holds beside itself; it holds the empty string then. */
  release(entry: Ref): void {
    const arena = this.#arena;
    const place = arena.word(entry, PLACE);
    if (arena.word(entry, FORM) === OBJECT) this.#forget(place);
    else if (place !== NOWHERE) arena.free(place);
    this.born(entry);
  }

  /** All entries are gone at once. */
  clear(): void {
    this.#objects = [];
    this.#freePlaces = [];
    this.#bytes = [];
    this.#objectBytes = 0;
    this.#open.length = 0;
  }

  /** Bytes of an entry with all that it holds. */
  bytesOf(entry: Ref): number {
    const arena = this.#arena;
    const value = this.of(entry);
    const place = arena.word(entry, PLACE);
    if (!isString(value)) return arena.capacity(entry) + value.memoryBytes();
    return arena.capacity(entry) + (place === NOWHERE ? 0 : arena.capacity(place));
  }

  #spelled(integer: Int64): Slice {
    const view = this.#view;
    view.bytes = this.#digits;
    view.start = 0;
    view.end = writeDecimal(integer, this.#digits, 0);
    return view;
  }

  /** Where the bytes of a string begin in the page of the block that they are in: the entry's own, or another. */
  #startIn(block: Ref, entry: Ref): number {
    const arena = this.#arena;
    const start = arena.byteOffset(block);
    return block === entry ? start + this.#keyOffset + arena.word(entry, KEY_LENGTH) : start;
  }

  /**
   * Makes a place for `lengthBytes`: behind the key, if they fit there; else a block, the one it has if that suits. What
   * the entry held is lost.
   * @exercise 4.5
   */
  #makeRoom(entry: Ref, lengthBytes: number): void {
    const arena = this.#arena;
    if (arena.word(entry, FORM) === OBJECT) this.release(entry);
    const block = arena.word(entry, PLACE);
    if (lengthBytes <= this.#roomBehindKey(entry)) {
      if (block === NOWHERE) return;
      arena.free(block);
      arena.setWord(entry, PLACE, NOWHERE);
    } else if (block === NOWHERE || !suits(arena.capacity(block), lengthBytes)) {
      arena.setWord(entry, PLACE, arena.allocate(lengthBytes));
      if (block !== NOWHERE) arena.free(block);
    }
  }

  /**
   * Moves a string to where `lengthBytes` fit, and some more: n appends cost O(n) then, not O(n^2).
   * @exercise 4.5
   */
  #grow(entry: Ref, lengthBytes: number): void {
    const arena = this.#arena;
    const old = arena.word(entry, PLACE);
    const before = this.of(entry) as Slice;
    const block = arena.allocate(lengthBytes + Math.min(lengthBytes, MAX_SPARE_BYTES));
    writeKey(before, arena.pageBytes(block), arena.byteOffset(block));
    if (old !== NOWHERE) arena.free(old);
    arena.setWord(entry, PLACE, block);
  }

  #roomOf(entry: Ref): number {
    const arena = this.#arena;
    const block = arena.word(entry, PLACE);
    return block === NOWHERE ? this.#roomBehindKey(entry) : arena.capacity(block);
  }

  #roomBehindKey(entry: Ref): number {
    const arena = this.#arena;
    return arena.capacity(entry) - this.#keyOffset - arena.word(entry, KEY_LENGTH);
  }

  #keep(object: ObjectValue): number {
    const place = this.#freePlaces.pop() ?? this.#objects.length;
    this.#objects[place] = object;
    this.#bytes[place] = 0;
    this.#handOut(place); // whoever made it may go on filling it
    return place;
  }

  #handOut(place: number): ObjectValue {
    const open = this.#open;
    if (open[open.length - 1] !== place) open.push(place);
    if (open.length > MAX_OPEN) this.#weigh(open.shift() as number);
    return this.#objects[place] as ObjectValue;
  }

  #weigh(place: number): void {
    const bytes = this.#objects[place]?.memoryBytes() ?? 0;
    this.#objectBytes += bytes - (this.#bytes[place] as number);
    this.#bytes[place] = bytes;
  }

  #forget(place: number): void {
    this.#objects[place] = undefined;
    this.#weigh(place);
    this.#freePlaces.push(place);
  }
}

/** Large enough, and not four times too large. */
function suits(capacity: number, lengthBytes: number): boolean {
  return capacity >= lengthBytes && capacity <= 4 * lengthBytes;
}
