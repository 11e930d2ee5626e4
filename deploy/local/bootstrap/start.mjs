import { build } from './build.mjs';
import { inside } from './paths.mjs';
import { runNode } from './spawned.mjs';

/** What `npm start -- --help` says. */
export const startOptions = {
  '--empty': 'no demo on an empty database: only the organization and its owner',
  '--sign-in-link': 'print a new one-time link for the owner',
  '--no-docker': 'Neo4j in a local JVM even when a Docker daemon answers',
};

/** Everything in one process, until Ctrl-C. Options are those of deploy/local/main.ts (`startOptions`). */
export async function start(parameters) {
  await build();
  const { code } = await runNode([inside('deploy/dist/local.js'), ...parameters]);
  return code;
}
