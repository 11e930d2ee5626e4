import { inside } from './paths.mjs';
import { requirePrograms } from './requirements.mjs';
import { runNode } from './spawned.mjs';

/** `npm run torture -- --minutes N`: kills, cuts and pauses everything for a while, then audits the record. */
export async function torture(parameters) {
  if (!requirePrograms('torture')) return 1;
  const { code } = await runNode([
    '--import',
    '@aether/test-support/typescript',
    inside('deploy/torture/main.ts'),
    ...parameters,
  ]);
  return code;
}
