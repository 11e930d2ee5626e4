import { type Database, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';
import type { AuditedExecution } from './audit.ts';

const EXECUTIONS = tenantStatement(
  'test-support.audited-executions',
  'MATCH (e:Execution {tenantId: $tenantId}) RETURN e.id AS id, e.status AS status, e.lastSeq AS lastSeq',
);
const EVENTS = tenantStatement(
  'test-support.audited-events',
  `MATCH (v:ExecutionEvent {tenantId: $tenantId})
   RETURN v.executionId AS executionId, v.seq AS seq, v.name AS name, v.data AS data ORDER BY executionId, seq`,
);
const LEDGER = tenantStatement(
  'test-support.audited-ledger',
  'MATCH (u:UsageEntry {tenantId: $tenantId}) RETURN u.executionId AS executionId, count(u) AS count',
);

const counted = z.object({ executionId: z.string(), count: z.number() });
const event = z.object({
  executionId: z.string(),
  seq: z.number(),
  name: z.string(),
  data: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.looseObject({ status: z.string().optional() })),
});

/** All runs of a tenant as the record itself tells them: not through the code whose work is checked. */
export async function readRecord(database: Database, tenantId: string): Promise<readonly AuditedExecution[]> {
  const tenant = database.tenant(tenantId);
  const [executions, events, ledger] = await Promise.all([
    tenant.read(EXECUTIONS, {}, z.object({ id: z.string(), status: z.string(), lastSeq: z.number() })),
    tenant.read(EVENTS, {}, event),
    tenant.read(LEDGER, {}, counted),
  ]);
  const eventsOf = Map.groupBy(events, ({ executionId }) => executionId);
  const ledgerOf = new Map(ledger.map(({ executionId, count }) => [executionId, count]));
  return executions.map((execution) => ({
    ...execution,
    events: (eventsOf.get(execution.id) ?? []).map(({ seq, name, data }) => ({
      seq,
      name,
      status: data.status ?? null,
    })),
    ledger: ledgerOf.get(execution.id) ?? 0,
  }));
}
