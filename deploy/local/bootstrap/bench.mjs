import { existsSync } from 'node:fs';
import { build } from './build.mjs';
import { Failure } from './failure.mjs';
import { inside } from './paths.mjs';
import { runNode } from './spawned.mjs';

/** `npm run bench -- <name>`: measures and prints a table with its reference in the same run. */
export async function bench(parameters) {
  const entry = inside('deploy/bench/main.ts');
  if (!existsSync(entry)) throw new Failure('There is no benchmark here: deploy/bench/main.ts is missing.');
  await build();
  const { code } = await runNode(['--import', '@aether/test-support/typescript', entry, ...parameters]);
  return code;
}
