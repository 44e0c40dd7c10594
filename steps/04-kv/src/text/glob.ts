// Glob patterns of KEYS, SCAN MATCH and CONFIG GET: `*` `?` `[abc]` `[^abc]` `[a-z]` `\x`, over bytes, exactly as Redis
// reads them, malformed ones too. But in O(pattern × text), where Redis is exponential in the number of stars: a
// mismatch goes back to the last star only, since an earlier one could not lead to any match that this one misses.

export interface GlobOptions {
  /** ASCII letters match in either case: CONFIG GET. */
  readonly nocase?: boolean;
}

const STAR = 0x2a;
const QUESTION = 0x3f;
const OPEN = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE = 0x5d;
const CARET = 0x5e;
const DASH = 0x2d;

/** Whether the whole of `text` matches `pattern`; both latin1. Long because it is one flat scan: KEYS runs it for every key. */
export function globMatch(pattern: string, text: string, options: GlobOptions = {}): boolean {
  if (text === '') return pattern === '' || pattern === '*'; // so it is in Redis: not even `**` matches nothing
  const nocase = options.nocase === true;
  let p = 0;
  let t = 0;
  let starP = -1; // where the last `*` was, and
  let starT = 0; // how far into the text it reaches
  while (t < text.length) {
    if (pattern.charCodeAt(p) === STAR) {
      starP = p++;
      starT = t;
      if (p === pattern.length) return true;
      continue;
    }
    const next = matchOne(pattern, p, text.charCodeAt(t), nocase);
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
  while (pattern.charCodeAt(p) === STAR) p++;
  return p === pattern.length;
}

/** Matches one char against the element at `p`. Returns where the pattern goes on, 0 for a mismatch. */
function matchOne(pattern: string, p: number, code: number, nocase: boolean): number {
  let element = pattern.charCodeAt(p); // NaN, which equals nothing, behind the end
  let next = p + 1;
  if (element === QUESTION) return next;
  if (element === OPEN) return matchClass(pattern, next, code, nocase);
  if (element === BACKSLASH && next < pattern.length) element = pattern.charCodeAt(next++);
  return fold(element, nocase) === fold(code, nocase) ? next : 0;
}

/** A class from behind its `[`. One that is never closed ends with the pattern. */
function matchClass(pattern: string, start: number, code: number, nocase: boolean): number {
  const negated = pattern.charCodeAt(start) === CARET;
  const folded = fold(code, nocase);
  let p = negated ? start + 1 : start;
  let found = false;
  while (p < pattern.length && pattern.charCodeAt(p) !== CLOSE) {
    const member = pattern.charCodeAt(p);
    if (member === BACKSLASH && p + 1 < pattern.length) {
      if (pattern.charCodeAt(p + 1) === code) found = true; // never folded, in Redis too
      p += 2;
    } else if (pattern.charCodeAt(p + 1) === DASH && p + 2 < pattern.length) {
      const end = pattern.charCodeAt(p + 2);
      const low = fold(Math.min(member, end), nocase);
      const high = fold(Math.max(member, end), nocase);
      if (folded >= low && folded <= high) found = true;
      p += 3;
    } else {
      if (fold(member, nocase) === folded) found = true;
      p++;
    }
  }
  return found === negated ? 0 : Math.min(p + 1, pattern.length);
}

function fold(code: number, nocase: boolean): number {
  return nocase && code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}
