import { existsSync, readFileSync } from 'node:fs';

/** Linux, util-linux. */
const TASKSET = '/usr/bin/taskset';

/** The last of the processor cores that this process may use; null where a process cannot be bound to one, or there is only one. */
export function pinnedCore(): number | null {
  if (!existsSync(TASKSET)) return null;
  const [, list] = /^Cpus_allowed_list:\s+(\S+)$/mu.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  const cores = (list ?? '').split(/[,-]/u).map(Number);
  return cores.length > 1 ? (cores.at(-1) ?? null) : null;
}

/** A command line that runs the given one on that core only. */
export function onCore(core: number | null, command: string, parameters: readonly string[]): [string, ...string[]] {
  return core === null ? [command, ...parameters] : [TASKSET, '-c', String(core), command, ...parameters];
}
