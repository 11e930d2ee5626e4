import type { AgentSpec, JsonObject } from '@aether/schema';
import type { EgressCause, Egress } from '../outside/egress.ts';
import type { CommandRunner } from '../outside/command-runner.ts';
import type { Journal, RunOutcome } from '../journal.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import type { PinnedTool } from '../tool.ts';

export const HEALTH_STATUSES = ['HEALTHY', 'DEGRADED', 'DOWN', 'UNKNOWN'] as const;

export type HealthStatus = (typeof HEALTH_STATUSES)[number];

export interface AgentHealth {
  readonly status: HealthStatus;
  /** One sentence for people; null = nothing to say. */
  readonly detail: string | null;
}

/** What an agent is looked at with. */
export interface HealthFacts {
  readonly cause: EgressCause;
  /** Of the catalog, by slug. */
  readonly models: Readonly<Record<string, { readonly status: HealthStatus; readonly enabled: boolean }>>;
  readonly tools: readonly PinnedTool[];
  readonly egress: Egress;
  readonly commands: CommandRunner;
  readonly signal: AbortSignal;
}

/** JSON Schemas of what goes in and what comes out. */
export interface AgentSchema {
  readonly inputs: JsonObject;
  /** Null = `{ answer }`, a text. */
  readonly outputs: JsonObject | null;
}

/** One interface for every agent, whatever it is made of. */
export interface RunnableAgent {
  readonly spec: AgentSpec;
  /** Runs it once; every stage that waits or costs is a step of the journal. @throws WaitingError, PlatformError */
  execute(journal: Journal, parts: RuntimeParts): Promise<RunOutcome>;
  /** Looks whether what it needs is there. Nothing is changed, and no model is paid. */
  health(facts: HealthFacts): Promise<AgentHealth>;
  schema(): AgentSchema;
}
