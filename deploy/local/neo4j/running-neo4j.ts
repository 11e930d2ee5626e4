/** A Neo4j that answers on its bolt port. Disposing stops it in order; one that was only attached to is left alone. */
export interface RunningNeo4j extends AsyncDisposable {
  readonly uri: string;
  readonly user: string;
  readonly password: string;
  /** For the progress line: which of the three ways it is. */
  readonly description: string;
  /** Ends it without an orderly stop; its transaction log recovers the store at the next start. */
  stopAtOnce(): void;
}

export interface Neo4jOptions {
  /** A server that runs already (`NEO4J_URI`), or null to start one. */
  readonly uri: string | null;
  /** @default 'neo4j' */
  readonly user?: string;
  /** @default '' */
  readonly password?: string;
  /** The store lies in `neo4j/` under this folder. */
  readonly stateFolder: string;
  /** Whether a container may be used when a Docker daemon answers. */
  readonly docker: boolean;
  /** @default a free port */
  readonly boltPort?: number;
  /** Gives up waiting. */
  readonly signal?: AbortSignal;
  /** Takes progress lines. */
  readonly say: (line: string) => void;
}
