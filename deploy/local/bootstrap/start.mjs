import { build } from './build.mjs';
import { inside } from './paths.mjs';
import { runNode } from './spawned.mjs';

/** Everything in one process, until Ctrl-C. Options are those of deploy/local/main.ts (`--no-docker`, `--empty`). */
export async function start(parameters) {
  await build();
  const { code } = await runNode([inside('deploy/dist/local.js'), ...parameters]);
  return code;
}
