import { readdirSync, readFileSync } from 'node:fs';

const MS_PER_TICK = 10;

/** Processor time of a process so far, user and system, all threads, in milliseconds (Linux: proc(5), utime and stime). */
export function processorMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}

/** The process that it has started first: of the product, its Neo4j. */
export function childOf(pid: number): number {
  return Number(childrenOf(pid)[0]);
}

/** The same of a process and of all that it has started, directly or not. Counts those that run now. */
export function processTreeMs(pid: number): number {
  return childrenOf(pid).reduce((sum, child) => sum + processTreeMs(child), processorMs(pid));
}

function childrenOf(pid: number): readonly number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' '),
  );
  return children.filter((child) => child !== '').map(Number);
}
