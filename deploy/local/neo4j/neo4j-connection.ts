import { freePort } from '../ports.ts';
import type { Neo4jOptions } from './running-neo4j.ts';

/** Where Neo4j will answer, known before it does. */
export interface Neo4jConnection {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
  /** Of a server that we start. */
  readonly boltPort: number;
}

/** The server of `NEO4J_URI`, else one that is started on this machine; with what it takes to prepare everything else meanwhile. */
export async function neo4jConnection(
  options: Pick<Neo4jOptions, 'uri' | 'user' | 'password' | 'boltPort'>,
): Promise<Neo4jConnection> {
  const boltPort = options.boltPort ?? (await freePort());
  return options.uri === null
    ? { uri: `bolt://127.0.0.1:${boltPort}`, user: 'neo4j', password: '', boltPort }
    : { uri: options.uri, user: options.user ?? 'neo4j', password: options.password ?? '', boltPort };
}
