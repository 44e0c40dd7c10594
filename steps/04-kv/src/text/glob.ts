// Glob patterns of KEYS, SCAN MATCH and CONFIG GET: `*` `?` `[abc]` `[^abc]` `[a-z]` `\x`, over bytes, exactly as Redis
// reads them, malformed ones too. But in O(pattern × text), where Redis is exponential in the number of stars: a
// mismatch goes back to the last star only, since an earlier one could not lead to any match that this one misses.

export interface GlobOptions {
  /** ASCII letters match in either case: CONFIG GET. */
  readonly nocase?: boolean;
}

/** Whether the whole of `text` matches `pattern`; both latin1. */
export function globMatch(pattern: string, text: string, options: GlobOptions = {}): boolean {
  if (text === '') return pattern === '' || pattern === '*'; // so it is in Redis: not even `**` matches nothing
  const fold = options.nocase === true ? foldCase : keepCase;
  let p = 0;
  let t = 0;
  let starP = -1; // where the last `*` was, and
  let starT = 0; // how far into the text it reaches
  while (t < text.length) {
    if (pattern[p] === '*') {
      starP = p++;
      starT = t;
      continue;
    }
    const next = matchOne(pattern, p, text.charCodeAt(t), fold);
    if (next > 0) {
      p = next;
      t++;
    } else if (starP >= 0) {
      p = starP + 1;
      t = ++starT;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

type Fold = (code: number) => number;

const keepCase: Fold = (code) => code;
const foldCase: Fold = (code) => (code >= 0x41 && code <= 0x5a ? code + 0x20 : code);

/** Matches one char against the element at `p`. Returns where the pattern goes on, 0 for a mismatch. */
function matchOne(pattern: string, p: number, code: number, fold: Fold): number {
  switch (pattern[p]) {
    case undefined:
      return 0;
    case '?':
      return p + 1;
    case '[':
      return matchClass(pattern, p + 1, code, fold);
    case '\\': {
      const literal = p + 1 < pattern.length ? p + 1 : p; // the last char stands for itself
      return fold(pattern.charCodeAt(literal)) === fold(code) ? literal + 1 : 0;
    }
    default:
      return fold(pattern.charCodeAt(p)) === fold(code) ? p + 1 : 0;
  }
}

/** A class from behind its `[`. One that is never closed ends with the pattern. */
function matchClass(pattern: string, start: number, code: number, fold: Fold): number {
  const negated = pattern[start] === '^';
  const folded = fold(code);
  let p = negated ? start + 1 : start;
  let found = false;
  while (p < pattern.length && pattern[p] !== ']') {
    if (pattern[p] === '\\' && p + 1 < pattern.length) {
      if (pattern.charCodeAt(p + 1) === code) found = true; // never folded, in Redis too
      p += 2;
    } else if (pattern[p + 1] === '-' && p + 2 < pattern.length) {
      const [low, high] = ordered(pattern.charCodeAt(p), pattern.charCodeAt(p + 2));
      if (folded >= fold(low) && folded <= fold(high)) found = true;
      p += 3;
    } else {
      if (fold(pattern.charCodeAt(p)) === folded) found = true;
      p++;
    }
  }
  return found === negated ? 0 : Math.min(p + 1, pattern.length);
}

function ordered(a: number, b: number): [low: number, high: number] {
  return a <= b ? [a, b] : [b, a];
}
