import { LauncherError } from '../launcher-error.ts';
import type { Neo4jOptions, RunningNeo4j } from './running-neo4j.ts';
import { waitForBolt } from './wait-for-bolt.ts';

/** How long a server that somebody else runs may take to answer. */
const PATIENCE_MS = 30_000;

/** Uses the server of `NEO4J_URI`; never stops it. */
export async function attachNeo4j(uri: string, options: Neo4jOptions): Promise<RunningNeo4j> {
  const { hostname, port } = parse(uri);
  const signal = AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), ...(options.signal ? [options.signal] : [])]);
  try {
    await waitForBolt(hostname, port, { encrypted: /\+s(sc)?:/.test(uri), signal });
  } catch (cause) {
    throw new LauncherError(
      `Nothing answers at NEO4J_URI=${uri}.`,
      ['Start that server, or correct the address', 'Leave NEO4J_URI out: then npm start runs its own Neo4j'],
      { cause },
    );
  }
  return {
    uri,
    user: options.user ?? 'neo4j',
    password: options.password ?? '',
    description: `the server at ${hostname}:${port}`,
    stopAtOnce: () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function parse(uri: string): { hostname: string; port: number } {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  if (url === null || !/^(bolt|neo4j)(\+s|\+ssc)?:$/.test(url.protocol) || url.hostname === '') {
    throw new LauncherError(`NEO4J_URI=${uri} is not an address of a Neo4j server.`, [
      'Write it like bolt://localhost:7687',
    ]);
  }
  return { hostname: url.hostname, port: url.port === '' ? 7687 : Number(url.port) };
}
