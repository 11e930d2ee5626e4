import { readFileSync } from 'node:fs';

const MS_PER_TICK = 10;

/** Processor time of a process so far, user and system, all threads, in milliseconds (Linux: proc(5), utime and stime). */
export function processorMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

/** The process that it has started: of the product, its Neo4j. */
export function childOf(pid: number): number {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return Number(child);
}
