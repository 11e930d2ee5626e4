import { globSync, writeFileSync } from 'node:fs';
import { skipLoudly } from './skip-loudly.ts';

const LIBRARIES = '/usr/lib/{*/,}faketime/libfaketime.so.1';

/** The wall clock of a whole process, below everything that runs in it. */
export interface FakeTime {
  /** For the process that is to live in it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Takes effect at once, also in running processes: `+300` = five minutes ahead. */
  set(offsetSeconds: number): void;
}

/** For `test.skipIf(!fakeTimeIsInstalled())`. */
export function fakeTimeIsInstalled(): boolean {
  if (globSync(LIBRARIES).length > 0) return true;
  return skipLoudly('tests with a false clock', 'libfaketime is not installed (Debian: apt-get install libfaketime).');
}

/** @param file of its own; libfaketime reads the offset from it again and again */
export function fakeTime(file: string, offsetSeconds = 0): FakeTime {
  const [library = ''] = globSync(LIBRARIES);
  const set = (offset: number): void => writeFileSync(file, `${offset < 0 ? '' : '+'}${offset}\n`);
  set(offsetSeconds);
  return {
    set,
    environment: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_CACHE_DURATION: '1',
      // Timers stand on the monotonic clock: faking it would break them, and no real jump touches it.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
  };
}
