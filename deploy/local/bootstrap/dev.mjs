import { buildServer } from './build.mjs';
import { inside } from './paths.mjs';
import { runNode } from './spawned.mjs';

/** Watches, bundles and restarts; Neo4j and the state folder `.aether-dev` stay. */
export async function dev(parameters) {
  await buildServer();
  const { code } = await runNode([inside('deploy/local/dev.ts'), ...parameters]);
  return code;
}
