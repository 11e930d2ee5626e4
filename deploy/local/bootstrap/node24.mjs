import { execFileSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { Failure } from './failure.mjs';
import { inside } from './paths.mjs';

const WANTED = 24;
const major = (version) => Number(version.replace(/^v/, '').split('.')[0]);

/** The Node that runs our code: this one when it is new enough, else the one from npm (platform packages, locked). */
export function node24() {
  if (major(process.versions.node) >= WANTED) return process.execPath;
  const local = inside('node_modules/.bin/node');
  try {
    if (major(execFileSync(local, ['--version'], { encoding: 'utf8' })) >= WANTED) return local;
  } catch {
    // Not installed for this platform: the message below says what to do.
  }
  throw new Failure(
    `Aether runs on Node ${WANTED}; this is Node ${process.versions.node}, and npm has no Node package for ` +
      `${process.platform} ${process.arch}.\n  - Install Node ${WANTED} (https://nodejs.org) and run the command again.`,
  );
}

/** Environment of every child: Node 24 first on PATH, compiled code cached, nothing reported to vendors. */
export function environment(more = {}) {
  return {
    ...process.env,
    PATH: [inside('node_modules/.bin'), process.env.PATH].join(delimiter),
    NODE_COMPILE_CACHE: inside('.aether/compile-cache'),
    APOLLO_TELEMETRY_DISABLED: 'true',
    TURBO_TELEMETRY_DISABLED: '1',
    ...more,
  };
}
