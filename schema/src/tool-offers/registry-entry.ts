import type { ServerJson } from './server-json.ts';
import type { ToolOffer } from './tool-offer.ts';

/** What does not fit, and where. */
export interface RegistryProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** One server of a `server.json`, of a registry's export, or of a page of its API. */
export interface RegistryEntry {
  /** As far as it can be told. */
  readonly name: string;
  /** As far as it is kept; null = it cannot be read, and `problems` say why. */
  readonly server: ServerJson | null;
  /** Of one package among several they keep no other one out. */
  readonly problems: readonly RegistryProblem[];
  /** Null = it cannot be had here; `reason` says why, unless it cannot be read. */
  readonly offer: ToolOffer | null;
  readonly reason: string | null;
}
