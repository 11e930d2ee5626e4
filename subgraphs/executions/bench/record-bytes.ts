import { batchStatement, type Database } from '@aether/common/graph';
import { z } from 'zod';
import type { ExecutionKey } from '../src/db/execution-store.ts';

const NODES = batchStatement(
  'executions.bench-nodes-of-run',
  `UNWIND $rows AS row
   CALL (row) {
     MATCH (e:Execution {tenantId: row.tenantId, id: row.executionId}) RETURN properties(e) AS node
     UNION ALL MATCH (s:Step {tenantId: row.tenantId}) WHERE s.executionId = row.executionId AND s.key > ''
     RETURN properties(s) AS node
     UNION ALL MATCH (v:ExecutionEvent {tenantId: row.tenantId}) WHERE v.executionId = row.executionId AND v.seq > 0
     RETURN properties(v) AS node
     UNION ALL MATCH (k:IdempotencyKey {tenantId: row.tenantId}) WHERE k.resultId = row.executionId
     RETURN properties(k) AS node
   }
   RETURN node`,
);

/** Names and values of everything that the record has of a run, as JSON in UTF-8; what Neo4j adds for records and indexes is not in it. */
export async function recordBytes(database: Database, { tenantId, executionId }: ExecutionKey): Promise<number> {
  const row = z.object({ node: z.record(z.string(), z.unknown()) });
  const nodes = await database.read(NODES, { rows: [{ tenantId, executionId }] }, row);
  return nodes.reduce((sum, { node }) => sum + Buffer.byteLength(JSON.stringify(node)), 0);
}
