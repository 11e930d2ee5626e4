import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startNeo4j } from '../local/neo4j/start-neo4j.ts';

/** The Neo4j of a benchmark run: the given one, else an empty one in a folder of its own that goes with the run. */
export async function startBenchNeo4j(given: string | null): Promise<AsyncDisposable & { readonly uri: string }> {
  if (given !== null) return { uri: given, [Symbol.asyncDispose]: async () => {} };
  const stateFolder = join(import.meta.dirname, '..', '..', '.aether-bench', String(process.pid));
  const neo4j = await startNeo4j({ uri: null, stateFolder, docker: false, say: (line) => console.log(line) });
  return {
    uri: neo4j.uri,
    async [Symbol.asyncDispose]() {
      neo4j.stopAtOnce();
      await neo4j[Symbol.asyncDispose]();
      rmSync(stateFolder, { recursive: true, force: true });
    },
  };
}
