// The attack on a hash table whose hash anybody can compute: keys chosen so that all of them share one chain. To add the
// n-th of them is then to walk past n others. Crosby, Wallach: "Denial of Service via Algorithmic Complexity Attacks" (2003).

export type Hash = (key: string) => number;

/** Bernstein's hash, 33 h + c: of many a table, once of Redis's too. No secret in it. */
export const times33: Hash = (key) => {
  let hash = 5381;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 33) + key.charCodeAt(i)) | 0;
  return hash;
};

/**
 * 2^n keys of 2n characters with one and the same times33: 33·65 + 122 = 33·66 + 89, so in every word `Az` may be
 * replaced by `BY`. Nothing has to be searched for.
 */
export function* twins(n: number): Generator<string> {
  for (let bits = 0; bits < 2 ** n; bits++) {
    let key = '';
    for (let i = 0; i < n; i++) key += (bits >> i) & 1 ? 'BY' : 'Az';
    yield key;
  }
}

/** So many keys whose `hash` ends in the same bits: what who knows the hash, seed and all, finds by trying. */
export function* searched(count: number, hash: Hash, sameBits: number): Generator<string> {
  const mask = 2 ** sameBits - 1;
  for (let i = 0, found = 0; found < count; i++) {
    const key = `key:${i}`;
    if ((hash(key) & mask) !== 0) continue;
    found++;
    yield key;
  }
}

export interface Outcome {
  readonly keys: number;
  /** Keys of others that were looked at on the way. */
  readonly compared: number;
  readonly longestChain: number;
  readonly elapsedMs: number;
}

/** Puts keys into a table with chains, as ours has, that doubles when there are as many keys as chains. */
export function insertAll(keys: Iterable<string>, hash: Hash): Outcome {
  const startMs = performance.now();
  let chains: string[][] = [[]];
  let [count, compared] = [0, 0];
  for (const key of keys) {
    if (count === chains.length) chains = doubled(chains, hash);
    const chain = chains[hash(key) & (chains.length - 1)] as string[];
    let at = 0;
    while (at < chain.length && chain[at] !== key) at++;
    compared += at;
    if (at < chain.length) continue;
    chain.push(key);
    count++;
  }
  const longestChain = Math.max(...chains.map((chain) => chain.length));
  return { keys: count, compared, longestChain, elapsedMs: performance.now() - startMs };
}

function doubled(chains: readonly string[][], hash: Hash): string[][] {
  const target: string[][] = Array.from({ length: chains.length * 2 }, () => []);
  for (const key of chains.flat()) (target[hash(key) & (target.length - 1)] as string[]).push(key);
  return target;
}
