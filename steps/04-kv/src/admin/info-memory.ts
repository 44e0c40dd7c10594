// INFO's memory section. `used` is counted as memory-in-use.ts says; the allocator beneath is V8.

import type { Engine } from '../engine/engine.ts';
import type { InfoFields } from '../engine/info-sections.ts';
import { bytesInUse } from '../engine/memory-in-use.ts';

export interface MemoryUse {
  usedBytes: number;
  rssBytes: number;
  /** The most that was seen, at the times when somebody looked. */
  peakBytes: number;
  /** In use before the first client came. */
  startupBytes: number;
}

/** A reader of the memory in use that remembers the peak. */
export function memoryMeter(engine: Engine): () => MemoryUse {
  let peakBytes = 0;
  return () => {
    const { rssBytes } = engine.host.info.memory();
    const usedBytes = bytesInUse(engine);
    peakBytes = Math.max(peakBytes, usedBytes);
    return { usedBytes, rssBytes, peakBytes, startupBytes: engine.startupBytes };
  };
}

export function memoryFields(engine: Engine): () => InfoFields {
  const read = memoryMeter(engine);
  return () => {
    const { usedBytes, rssBytes, peakBytes, startupBytes } = read();
    const datasetBytes = Math.max(0, usedBytes - startupBytes);
    return {
      used_memory: usedBytes,
      used_memory_human: human(usedBytes),
      used_memory_rss: rssBytes,
      used_memory_rss_human: human(rssBytes),
      used_memory_peak: peakBytes,
      used_memory_peak_human: human(peakBytes),
      used_memory_peak_perc: `${percent(usedBytes, peakBytes)}%`,
      used_memory_overhead: startupBytes,
      used_memory_startup: startupBytes,
      used_memory_dataset: datasetBytes,
      used_memory_dataset_perc: `${percent(datasetBytes, usedBytes)}%`,
      used_memory_lua: 0,
      used_memory_lua_human: '0B',
      used_memory_scripts: 0,
      used_memory_scripts_human: '0B',
      maxmemory: engine.config.text('maxmemory'),
      maxmemory_human: human(engine.config.number('maxmemory')),
      maxmemory_policy: engine.config.text('maxmemory-policy'),
      mem_fragmentation_ratio: (rssBytes / Math.max(1, usedBytes)).toFixed(2),
      mem_fragmentation_bytes: rssBytes - usedBytes,
      mem_not_counted_for_evict: 0,
      mem_allocator: 'v8',
      active_defrag_running: 0,
      lazyfree_pending_objects: 0,
    };
  };
}

function percent(part: number, whole: number): string {
  return ((part / Math.max(1, whole)) * 100).toFixed(2);
}

/** `894.75K`, as Redis writes sizes for people. */
function human(bytes: number): string {
  let size = bytes;
  for (const unit of ['B', 'K', 'M', 'G', 'T']) {
    if (size < 1024) return unit === 'B' ? `${size}B` : `${size.toFixed(2)}${unit}`;
    size /= 1024;
  }
  return `${size.toFixed(2)}P`;
}
