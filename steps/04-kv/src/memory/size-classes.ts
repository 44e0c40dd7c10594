// The sizes that blocks come in: each multiple of 8 bytes up to 128, then four steps for each doubling, as jemalloc has
// them. Above 128 bytes a block is less than a quarter larger than what was asked for.

/** All sizes count in units. */
export const UNIT_BYTES = 8;

const FINE_UNITS = 16;
const STEPS_PER_DOUBLING = 4;
const DOUBLINGS = 10;

/** Larger blocks, beyond 128 KiB, get a page of their own. */
export const LARGEST_SHARED_UNITS = FINE_UNITS << DOUBLINGS;

export const SIZE_CLASSES = FINE_UNITS + 1 + STEPS_PER_DOUBLING * DOUBLINGS;

/** The smallest class that holds `units`, from 1 to LARGEST_SHARED_UNITS. */
export function classOf(units: number): number {
  if (units <= FINE_UNITS) return units;
  const log = 31 - Math.clz32(units - 1); // 2^log < units <= 2^(log + 1)
  const steps = (units - 1 - (1 << log)) >> (log - 2);
  return FINE_UNITS + 1 + (log - 4) * STEPS_PER_DOUBLING + steps;
}

/** The units of a class's blocks. */
export function unitsOfClass(size: number): number {
  if (size <= FINE_UNITS) return size;
  const at = size - FINE_UNITS - 1;
  const log = 4 + (at >> 2);
  return (1 << log) + ((at & 3) + 1) * (1 << (log - 2));
}
