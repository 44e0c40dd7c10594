// Longest common subsequence of two byte strings, by the classic table: cell (i, j) holds its length for the first
// i bytes of one and the first j of the other. Where several subsequences are equally long, this takes Redis's.

/** A run of bytes that the two have in common; both ends inclusive, as LCS IDX replies them. */
export interface LcsMatch {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
  readonly length: number;
}

export interface Lcs {
  readonly length: number;
  /** The subsequence itself, latin1. */
  readonly text: string;
  /** Its runs, the last one first. */
  readonly matches: readonly LcsMatch[];
}

/** Bytes that `longestCommonSubsequence` takes for its table: Redis refuses more than proto-max-bulk-len. */
export function lcsTableBytes(aLength: number, bLength: number): number {
  return (aLength + 1) * (bLength + 1) * Uint32Array.BYTES_PER_ELEMENT;
}

/** Of two latin1 strings, in O(a × b) time and memory. */
export function longestCommonSubsequence(a: string, b: string): Lcs {
  const width = b.length + 1;
  const table = fillTable(a, b, width);
  const matches: LcsMatch[] = [];
  let run = 0;
  let i = a.length;
  let j = b.length;
  while (i > 0 && j > 0) {
    if (a.charCodeAt(i - 1) === b.charCodeAt(j - 1)) {
      run++;
      i--;
      j--;
      continue;
    }
    if (run > 0) matches.push(matchAt(i, j, run));
    run = 0;
    // Where both ways keep the length, Redis goes back in b.
    if ((table[(i - 1) * width + j] as number) > (table[i * width + j - 1] as number)) i--;
    else j--;
  }
  if (run > 0) matches.push(matchAt(i, j, run));
  const runs = matches.map(({ aStart, aEnd }) => a.slice(aStart, aEnd + 1));
  return { length: table.at(-1) as number, text: runs.reverse().join(''), matches };
}

function fillTable(a: string, b: string, width: number): Uint32Array {
  const table = new Uint32Array((a.length + 1) * width);
  for (let i = 1; i <= a.length; i++) {
    const code = a.charCodeAt(i - 1);
    const row = i * width;
    for (let j = 1; j < width; j++) {
      const above = row - width + j;
      table[row + j] =
        code === b.charCodeAt(j - 1)
          ? (table[above - 1] as number) + 1
          : Math.max(table[above] as number, table[row + j - 1] as number);
    }
  }
  return table;
}

/** The run of `length` bytes that begins at a[aStart] and b[bStart]. */
function matchAt(aStart: number, bStart: number, length: number): LcsMatch {
  return { aStart, aEnd: aStart + length - 1, bStart, bEnd: bStart + length - 1, length };
}
