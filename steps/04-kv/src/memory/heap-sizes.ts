// What JavaScript's own things take, in bytes, as V8 lays them out where a pointer is a word of 64 bits, as in Node. An allocator
// in C tells how large a block is; V8 tells nobody, so what values and clients keep on its heap is reckoned from the layout.
// test/memory/heap-sizes.test.ts weighs each on the Node that runs.

const WORD_BYTES = 8;

/** An object of a class: its map, its properties, its elements, and a word for each field. All private methods are one field. */
export function objectBytes(fields: number): number {
  return (3 + fields) * WORD_BYTES;
}

/** Text of one byte a char: map, hash and length, and the chars in whole words. */
export function textBytes(length: number): number {
  return 2 * WORD_BYTES + Math.ceil(length / WORD_BYTES) * WORD_BYTES;
}

/** An array with room for `capacity` elements: an object that knows its length, and the elements, if any, behind map and length. */
export function arrayBytes(capacity: number): number {
  return objectBytes(1) + (capacity === 0 ? 0 : (2 + capacity) * WORD_BYTES);
}

/** The room of an array that took in `length` elements one by one: when it is full it grows by half and 16. O(log length) */
export function arrayCapacity(length: number): number {
  let capacity = 0;
  while (capacity < length) capacity += 1 + ((capacity + 1) >> 1) + 16;
  return capacity;
}

/** A typed array over memory that is there already. */
export const VIEW_BYTES = 12 * WORD_BYTES;

/**
 * A typed array with memory of its own, less that memory: the view, the buffer, and three small blocks beside the heap that
 * keep the memory alive (backing store, its count of owners, its place in the collector's list; 144 bytes with malloc's heads).
 */
export const BUFFER_BYTES = VIEW_BYTES + 11 * WORD_BYTES + 144;
