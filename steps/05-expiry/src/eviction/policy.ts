// maxmemory-policy: among which keys a victim is looked for, and which of them it is.

export interface EvictionPolicy {
  /** Only keys that have a deadline. */
  readonly volatile: boolean;
  readonly victim: 'none' | 'random' | 'least recently used' | 'least frequently used' | 'soonest';
}

export const POLICIES: Readonly<Record<string, EvictionPolicy>> = {
  'volatile-lru': { volatile: true, victim: 'least recently used' },
  'volatile-lfu': { volatile: true, victim: 'least frequently used' },
  'volatile-random': { volatile: true, victim: 'random' },
  'volatile-ttl': { volatile: true, victim: 'soonest' },
  'allkeys-lru': { volatile: false, victim: 'least recently used' },
  'allkeys-lfu': { volatile: false, victim: 'least frequently used' },
  'allkeys-random': { volatile: false, victim: 'random' },
  noeviction: { volatile: false, victim: 'none' },
};

export const NO_EVICTION = POLICIES.noeviction as EvictionPolicy;
