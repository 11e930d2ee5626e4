import { type Database, tenantStatement } from '@aether/common/graph';
import { type AgentHealth, HEALTH_STATUSES } from '@aether/runtime';
import { z } from 'zod';

const KEEP = tenantStatement(
  'executions.keep-agent-probe',
  `MERGE (p:AgentProbe {tenantId: $tenantId, agentId: $agentId})
   SET p.status = $status, p.detail = $detail, p.checkedAt = $checkedAt RETURN p.agentId AS agentId`,
);
const FIND = tenantStatement(
  'executions.agent-probe',
  'MATCH (p:AgentProbe {tenantId: $tenantId, agentId: $agentId}) RETURN properties(p) AS probe',
);

const probe = z.object({
  probe: z.object({
    status: z.enum(HEALTH_STATUSES),
    detail: z.string().nullable().default(null),
    checkedAt: z.string(),
  }),
});

export type ProbeRecord = AgentHealth & { readonly checkedAt: string };

/** What the newest look at each agent found. */
export class AgentProbes {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async keep(tenantId: string, agentId: string, { status, detail, checkedAt }: ProbeRecord): Promise<void> {
    const parameters = { agentId, status, detail, checkedAt };
    await this.#database.tenant(tenantId).write(KEEP, parameters, z.object({ agentId: z.string() }));
  }

  async find(tenantId: string, agentId: string): Promise<ProbeRecord | null> {
    const [row] = await this.#database.tenant(tenantId).read(FIND, { agentId }, probe);
    return row?.probe ?? null;
  }
}
