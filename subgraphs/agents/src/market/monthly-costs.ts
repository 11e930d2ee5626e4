import { type InternalOperations, PlatformError } from '@aether/common/service';
import { CostOfMonthDocument } from '@aether/schema/internal/executions';
import type { LookUpCall } from '../notebook-directory.ts';

/** What agents cost a month, which executions knows from their runs. */
export class MonthlyCosts {
  readonly #operations: InternalOperations;

  constructor(operations: InternalOperations) {
    this.#operations = operations;
  }

  /** Nano-US-dollars; null = no run of the month has a known cost, or executions does not answer. For agents that the viewer sees. */
  async of(agentId: string, { viewer, ...call }: LookUpCall): Promise<number | null> {
    try {
      const answer = await this.#operations.call(CostOfMonthDocument, { agentId }, { ...call, onBehalfOf: viewer });
      return answer.costOfMonth ?? null;
    } catch (error) {
      if (error instanceof PlatformError && error.retryable) return null;
      throw error;
    }
  }
}
