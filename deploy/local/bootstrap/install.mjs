import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { inside } from './paths.mjs';
import { run } from './spawned.mjs';
import { step } from './step.mjs';

const OLDEST = 20;

/** `npm ci`, when `node_modules` is missing or older than the lock file. */
export async function install() {
  if (Number(process.versions.node.split('.')[0]) < OLDEST) {
    throw new Failure(`Node ${OLDEST} or later is needed to install Aether; this is ${process.versions.node}.`);
  }
  const installed = inside('node_modules/.package-lock.json');
  const lock = inside('package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  const names = Object.keys(JSON.parse(readFileSync(lock, 'utf8')).packages).map((path) => path.match(TOP)?.[1]);
  const wanted = new Set(names.filter(Boolean)).size;
  const { code, output } = await step(
    'installing packages (npm ci)',
    () => run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true }),
    () => `${present()} of about ${wanted} folders`,
  );
  if (code !== 0)
    throw new Failure(`npm ci failed:\n${output.trim()}\n  - Check the network and the registry: npm ping`);
}

const TOP = /^node_modules\/([^/]+)/;

function present() {
  return existsSync(inside('node_modules')) ? readdirSync(inside('node_modules')).length : 0;
}
