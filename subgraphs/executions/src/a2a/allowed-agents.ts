import type { Viewer } from '@aether/common/security';
import type { Clock, InternalOperations, Logger } from '@aether/common/service';
import { AGENT_TOOLS, allowsTool, RecordToolCallDocument } from '@aether/schema';
import { AgentNotAllowedError } from '../errors.ts';

/** What was refused is recorded once in this time for each key and agent: a loop of a client fills no log. */
const REPEATED_MS = 60_000;
/** Of what was recorded lately; above, the oldest are forgotten. */
const MAXIMUM_LATELY = 1_000;

export interface AllowedAgentsParts {
  readonly operations: InternalOperations;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly logger: Logger;
}

/** API keys may be limited to tools, and an agent is one of them, as over MCP: `agent/<slug>`. */
export class AllowedAgents {
  readonly #parts: AllowedAgentsParts;
  /** When, by key and tool; the oldest first. */
  readonly #lately = new Map<string, number>();

  constructor(parts: AllowedAgentsParts) {
    this.#parts = parts;
  }

  /** A refusal is recorded as the gateway of MCP records it. @throws AgentNotAllowedError */
  require(viewer: Viewer, slug: string, requestId: string): void {
    const { apiKey } = viewer;
    const tool = `${AGENT_TOOLS}${slug}`;
    if (apiKey === undefined || allowsTool(apiKey.tools, tool)) return;
    const error = new AgentNotAllowedError(tool, apiKey.tools);
    if (this.#isNew(`${apiKey.id} ${tool}`)) {
      const { operations, logger } = this.#parts;
      const input = { toolId: tool, outcome: error.code, durationMs: 0, rules: [] };
      operations
        .call(RecordToolCallDocument, { input }, { onBehalfOf: viewer, requestId })
        .catch((failure: unknown) => logger.warn({ err: failure, tool }, 'a refused call was not recorded'));
    }
    throw error;
  }

  #isNew(key: string): boolean {
    const now = this.#parts.clock.monotonicMs();
    if (now - (this.#lately.get(key) ?? -Infinity) < REPEATED_MS) return false;
    this.#lately.delete(key);
    this.#lately.set(key, now);
    const [oldest] = this.#lately.keys();
    if (this.#lately.size > MAXIMUM_LATELY && oldest !== undefined) this.#lately.delete(oldest);
    return true;
  }
}
