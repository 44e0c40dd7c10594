// What a server's process takes of the machine, from /proc/PID: CPU time and memory. Linux alone has that; elsewhere
// these are undefined, and the goals that need them are told as not measured.

import { readFileSync } from 'node:fs';

/** USER_HZ: the unit of /proc/PID/stat, the same on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

export interface CpuTimes {
  readonly userUs: number;
  readonly systemUs: number;
}

/**
 * User and system time of all its threads. The kernel accounts in nanoseconds and tells whole ticks of 10 ms, so the
 * difference of two readings is wrong by at most 20 ms for each of the two times: below 2 % of a run that keeps a
 * processor busy for two seconds.
 */
export function cpuTimes(pid: number): CpuTimes | undefined {
  const stat = readProc(pid, 'stat');
  if (stat === undefined) return undefined;
  // The second field is the program's name in parentheses, and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const inUs = (ticks: string | undefined) => (Number(ticks) * 1_000_000) / TICKS_PER_SECOND;
  return { userUs: inUs(fields[11]), systemUs: inUs(fields[12]) };
}

/** The sum of both. */
export function cpuTimeUs(pid: number): number | undefined {
  const times = cpuTimes(pid);
  return times && times.userUs + times.systemUs;
}

export function residentBytes(pid: number): number | undefined {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readProc(pid, 'status') ?? '') ?? [];
  return kib === undefined ? undefined : Number(kib) * 1024;
}

function readProc(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}
