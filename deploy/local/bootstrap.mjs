#!/usr/bin/env node
// The one entry of every npm script: `node deploy/local/bootstrap.mjs <verb> [options]`. Plain JavaScript on Node's own
// modules, so that it runs on a fresh clone with any Node from 20 on; it installs, picks Node 24, builds, then hands over.
import { bench } from './bootstrap/bench.mjs';
import { build } from './bootstrap/build.mjs';
import { check } from './bootstrap/check.mjs';
import { dev } from './bootstrap/dev.mjs';
import { doctor } from './bootstrap/doctor.mjs';
import { Failure } from './bootstrap/failure.mjs';
import { install } from './bootstrap/install.mjs';
import { reset } from './bootstrap/reset.mjs';
import { start, startOptions } from './bootstrap/start.mjs';
import { test, testFull } from './bootstrap/test.mjs';
import { torture } from './bootstrap/torture.mjs';

/** What each verb does, and whether it needs the packages installed first. */
const verbs = {
  start: {
    run: start,
    installs: true,
    options: startOptions,
    says: 'build what is stale and start everything on http://localhost:8080',
  },
  dev: { run: dev, installs: true, says: 'the same with its own state folder, again after every edit' },
  test: { run: test, installs: true, says: 'checks and fast tests; with arguments only vitest with these' },
  'test:full': { run: testFull, installs: true, says: 'browser and torture suites' },
  check: { run: check, installs: true, says: 'format, lint, types, unused code, generated files' },
  bench: { run: bench, installs: true, says: 'one benchmark by name; without a name the list' },
  torture: {
    run: torture,
    installs: true,
    says: 'kill, cut and pause everything for some minutes, then audit the record',
  },
  build: { run: build, installs: true, says: 'bundle the server and the web application' },
  doctor: { run: doctor, installs: false, says: 'what this machine has, what is missing, how to mend it' },
  reset: { run: reset, installs: false, says: 'remove the state folder (asks first; --yes does not ask)' },
};

const [name, ...parameters] = process.argv.slice(2);
const verb = verbs[name];
if (verb === undefined) {
  const lines = Object.entries(verbs).map(([each, { says }]) => `  npm run ${each.padEnd(10)} ${says}`);
  console.error(`Unknown verb ${JSON.stringify(name ?? '')}. There are:\n${lines.join('\n')}`);
  process.exitCode = 2;
} else if (parameters.includes('--help') && verb.options !== undefined) {
  const lines = Object.entries(verb.options).map(([option, says]) => `  ${option.padEnd(16)} ${says}`);
  console.log(`npm ${name} -- [options]: ${verb.says}\n${lines.join('\n')}`);
} else {
  try {
    if (verb.installs) await install();
    process.exitCode = await verb.run(parameters);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
