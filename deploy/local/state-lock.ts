import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LauncherError } from './launcher-error.ts';
import { processStartTime } from './process-start-time.ts';

const Holder = z.object({ pid: z.int(), startedAt: z.string(), address: z.string().nullable() });
type Holder = z.infer<typeof Holder>;

export interface StateLock extends Disposable {
  /** Writes down where the holder answers, so that `npm run doctor` finds it. */
  announce(address: string): void;
}

/**
 * Takes the state folder for this process. The lock names process and start time, so a lock left by a killed process
 * (or one whose id was given to another program) is taken over.
 * @throws LauncherError naming the holder when it lives
 */
export function lockState(folder: string): StateLock {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lock');
  const mine: Holder = { pid: process.pid, startedAt: processStartTime(process.pid) ?? '', address: null };
  while (!create(file, mine)) {
    const holder = readHolder(file);
    if (holder !== null && processStartTime(holder.pid) === holder.startedAt) throw inUse(folder, holder);
    takeAway(file, holder);
  }
  return {
    announce: (address) => replace(file, { ...mine, address }),
    [Symbol.dispose]: () => rmSync(file, { force: true }),
  };
}

/** `link` creates the name with its whole content or not at all: nobody ever reads a half-written lock. */
function create(file: string, holder: Holder): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(holder));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function replace(file: string, holder: Holder): void {
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(holder));
  renameSync(`${file}.${process.pid}`, file);
}

function readHolder(file: string): Holder | null {
  try {
    return Holder.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Moves a dead lock aside first and looks again: of two processes that find it, only one removes that very lock. */
function takeAway(file: string, dead: Holder | null): void {
  const aside = `${file}.dead.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  if (moved !== null && moved.startedAt !== dead?.startedAt) renameSync(aside, file);
  else rmSync(aside, { force: true });
}

function inUse(folder: string, holder: Holder): LauncherError {
  const where = holder.address === null ? '' : `, ${holder.address}`;
  return new LauncherError(`The state folder ${folder} is in use by process ${holder.pid}${where}.`, [
    `Stop that one first: kill ${holder.pid}`,
    'Or run this one beside it: AETHER_STATE=.aether-second AETHER_PORT=8090 npm start',
  ]);
}
