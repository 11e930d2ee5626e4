import { build } from './build.mjs';
import { check } from './check.mjs';
import { counted } from './counts.mjs';
import { inside } from './paths.mjs';
import { requirePrograms } from './requirements.mjs';
import { runNode } from './spawned.mjs';

const vitest = (config, parameters) =>
  runNode([inside('node_modules/vitest/vitest.mjs'), 'run', '--config', inside('deploy/build', config), ...parameters]);

/** Every check and the fast tests; the tests run even when a check fails. With arguments: vitest alone, with these. */
export async function test(parameters) {
  if (parameters.length > 0) return (await vitest('vitest.config.ts', parameters)).code;
  const complete = requirePrograms('test');
  const checked = await check();
  const { code } = await vitest('vitest.config.ts', []);
  return complete && checked === 0 ? code : code || 1;
}

/** The browser and torture suites only. */
export async function testFull(parameters) {
  const complete = requirePrograms('test:full');
  const built = await counted(build);
  const { code } = await vitest('vitest.full.config.ts', parameters);
  return complete && built === 0 ? code : code || 1;
}
