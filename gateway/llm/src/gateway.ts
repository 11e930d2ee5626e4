import type { Viewer } from '@aether/common/security';
import type { Clock } from '@aether/common/service';
import type { AgentProvider } from './agents/agent-provider.ts';
import type { GatewayEvents } from './events.ts';
import type { SharedHealth } from './health/shared-health.ts';
import type { AnswerCache } from './routing/answer-cache.ts';
import type { ChatRouteParts } from './routing/chat-route.ts';
import type { KeyRates } from './routing/key-rates.ts';
import type { ModelCatalog } from './routing/model-catalog.ts';
import type { ModelRates } from './routing/model-rates.ts';
import type { Router } from './routing/router.ts';
import type { Target } from './routing/target.ts';
import type { Spending } from './spending/spending.ts';

/** What the routes share. */
export interface Gateway {
  readonly clock: Clock;
  readonly router: Router;
  readonly routing: ChatRouteParts;
  readonly rates: ModelRates;
  readonly keyRates: KeyRates;
  readonly cache: AnswerCache;
  /** Budgets and the ledger of calls outside of runs. */
  readonly spending: Spending;
  /** What calls to providers came to, over all gateways. */
  readonly health: SharedHealth;
  readonly events: GatewayEvents;
  readonly agents: AgentProvider;
  /** Bytes of a request body. */
  readonly bodyLimit: number;
  /** A call to this model failed: tells the administrators when that says something of its provider. */
  failed(viewer: Viewer | null, target: Target, error: unknown): void;
  /** @param isInteractive own keys of the viewer may be used */
  catalogOf(viewer: Viewer | null, isInteractive: boolean): Promise<ModelCatalog>;
  /** Random text for ids of answers. */
  newAnswerId(prefix: string): string;
}
