import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk extends Disposable {
  readonly folder: string;
  /** Takes everything that is left. From now on writes fail with ENOSPC. */
  fill(): void;
  /** Gives it back. */
  free(): void;
}

/** Whether this process may mount one. Where it may not, say so: `skipIf(!smallDiskIsPossible())`. */
export function smallDiskIsPossible(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'aether-disk-'));
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0;
  if (isMounted) execFileSync('umount', [folder]);
  else console.warn('SKIPPED: tests with a full disk. Only root may mount a small tmpfs.');
  rmSync(folder, { recursive: true });
  return isMounted;
}

/** A disk of so many megabytes, in memory. */
export function mountSmallDisk(megabytes: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'aether-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  const ballast = join(folder, 'ballast');
  const free = (): void => rmSync(ballast, { force: true });
  return {
    folder,
    free,
    fill() {
      const file = openSync(ballast, 'a');
      const { bsize } = statfsSync(folder);
      const block = Buffer.alloc(bsize);
      try {
        while (statfsSync(folder).bavail > 0) writeSync(file, block);
      } finally {
        closeSync(file);
      }
    },
    [Symbol.dispose]() {
      free();
      // Lazily: a server that was killed may still hold a file of it.
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
