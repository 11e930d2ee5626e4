import type { InternalOperations } from '@aether/common/service';
import { ShareableExecutionsDocument } from '@aether/schema/internal/executions';
import { SampleRefusedError } from './errors.ts';
import type { LookUpCall } from '../notebook-directory.ts';

/** Asks executions which runs a person may show. Executions is asked; it never asks back for this. */
export class SampleExecutions {
  readonly #operations: InternalOperations;

  constructor(operations: InternalOperations) {
    this.#operations = operations;
  }

  /** @throws SampleRefusedError unless all are ended runs of this agent that the viewer started */
  async check(agentId: string, ids: readonly string[], { viewer, ...call }: LookUpCall): Promise<void> {
    if (ids.length === 0) return;
    const { shareableExecutions } = await this.#operations.call(
      ShareableExecutionsDocument,
      { agentId, ids: [...ids] },
      { ...call, onBehalfOf: viewer },
    );
    const index = ids.findIndex((id) => !shareableExecutions.includes(id));
    const refused = ids[index];
    if (refused !== undefined) throw new SampleRefusedError(refused, index);
  }
}
