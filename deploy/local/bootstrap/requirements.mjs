import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { count } from './counts.mjs';

const onPath = (...names) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => names.some((name) => existsSync(join(folder, name))));

const LIBFAKETIME = ['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`);

/** System programs that some suites need and npm cannot install. */
export const PROGRAMS = [
  {
    name: 'redis-server',
    suites: ['test', 'test:full', 'torture'],
    there: () => Boolean(process.env.REDIS_URL) || onPath('redis-server'),
    without: 'the Redis forms of streams and key-value are not tested',
    get: 'apt install redis-server (macOS: brew install redis)',
  },
  {
    name: 'chromium',
    suites: ['test:full'],
    there: () => Boolean(process.env.CHROMIUM) || onPath('chromium', 'chromium-browser', 'google-chrome'),
    without: 'the browser suite is not run',
    get: 'apt install chromium fonts-liberation (or CHROMIUM=/path/to/chrome)',
  },
  {
    name: 'libfaketime',
    suites: ['test', 'test:full'],
    there: () => onPath('faketime') || LIBFAKETIME.some((path) => existsSync(path)),
    without: 'clock faults are not tested',
    get: 'apt install libfaketime (macOS: brew install libfaketime)',
  },
];

/** Says loudly what will be skipped. With CI=true a missing program is a failure. @returns {boolean} whether all may go on */
export function requirePrograms(suite) {
  const missing = PROGRAMS.filter((program) => program.suites.includes(suite) && !program.there());
  const strict = process.env.CI === 'true';
  for (const { name, without, get } of missing) {
    console.error(`${strict ? '✗ MISSING' : '! SKIPPED'}: no ${name}: ${without}. Get it: ${get}`);
    count(strict ? { failed: 1 } : {});
  }
  return !strict || missing.length === 0;
}
