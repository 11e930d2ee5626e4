import { type Database, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';

const HIDE = tenantStatement(
  'executions.hide-executions-of-listing',
  `MATCH (e:Execution {tenantId: $tenantId, listingId: $listingId}) REMOVE e.listingId, e.shownTo RETURN e.id AS id`,
);
const SHOW = tenantStatement(
  'executions.show-executions',
  `UNWIND $ids AS id
   MATCH (e:Execution {tenantId: $tenantId, id: id}) WHERE e.agentId = $agentId AND e.endedAt IS NOT NULL
   SET e.listingId = $listingId, e.shownTo = $audience RETURN e.id AS id`,
);
const row = z.object({ id: z.string() });

export interface Showing {
  readonly listingId: string;
  readonly agentId: string;
  readonly sampleExecutionIds: readonly string[];
  /** Principals who see the listing. */
  readonly audience: readonly string[];
}

/** Which ended runs are shown to others than who started them. */
export class ShownExecutions {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Exactly these runs of the agent are shown by the listing from now on; none = it was withdrawn. */
  async set(tenantId: string, { listingId, agentId, sampleExecutionIds, audience }: Showing): Promise<void> {
    await this.#database.tenant(tenantId).transaction(async (transaction) => {
      await transaction.run(HIDE, { listingId }, row);
      await transaction.run(SHOW, { listingId, agentId, audience, ids: sampleExecutionIds }, row);
    });
  }
}
