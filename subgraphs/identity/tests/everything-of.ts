import { type Database, tenantStatement } from '@aether/common/graph';
import { z } from 'zod';

const EVERYTHING = tenantStatement(
  'identity.test-everything-of-tenant',
  'MATCH (node) WHERE node.tenantId = $tenantId RETURN labels(node) AS labels, properties(node) AS properties',
);

/** Every node of a tenant with every property, as the database holds it. */
export function everythingOf(database: Database, tenantId: string): Promise<unknown[]> {
  return database
    .tenant(tenantId)
    .read(EVERYTHING, {}, z.object({ labels: z.array(z.string()), properties: z.record(z.string(), z.unknown()) }));
}
