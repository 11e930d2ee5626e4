import type { Route } from './route.ts';
import type { SubgraphExecutor } from './subgraph-executor.ts';

/** One line of `/ready`. */
export interface ReadinessPart {
  readonly name: string;
  readonly ready: boolean;
  /** What is wrong, or a fact worth knowing. */
  readonly detail: string | null;
}

/**
 * A running part of Aether: the same object in one process and as a process of its own.
 * Dispose stops background work, hands over what can be handed over, and closes what the service opened itself.
 */
export interface Service extends AsyncDisposable {
  readonly name: string;
  /** Null for services without GraphQL. */
  readonly subgraph: Pick<SubgraphExecutor, 'name' | 'schema' | 'execute' | 'subscribe'> | null;
  readonly routes: readonly Route[];
  /** Migrations and background work. Resolves when the service can answer. */
  start(): Promise<void>;
  readiness(): Promise<readonly ReadinessPart[]>;
}
