import { describe, expect, test } from 'vitest';
import { checkStatement } from '../../src/graph/check-statement.ts';

const tenant = (cypher: string) => checkStatement({ kind: 'tenant', name: 'test', cypher });

describe('the check of tenancy', () => {
  test.each([
    'MATCH (a:Agent {tenantId: $tenantId, id: $id}) RETURN a',
    'MATCH (a:Agent {id: $id, tenantId: $tenantId})-[:HAS_VERSION]->(v:AgentVersion {tenantId: $tenantId}) RETURN v',
    'MATCH (a:Agent {tenantId: $tenantId}) WITH a MATCH (a)-[:HAS_VERSION]->(v:AgentVersion {tenantId: $tenantId}) RETURN a, v',
    "CALL db.index.fulltext.queryNodes('passages', $query) YIELD node AS p, score WHERE p.tenantId = $tenantId RETURN p",
  ])('accepts %s', (cypher) => {
    expect(tenant(cypher)).toEqual([]);
  });

  test.each([
    'MATCH (a:Agent {id: $id}) RETURN a',
    'MATCH (:Agent)-[:HAS_VERSION]->(v:AgentVersion {tenantId: $tenantId}) RETURN v',
    'MATCH (a:Agent {tenantId: $other}) WHERE a.x = $tenantId RETURN a',
    'MATCH (a:Agent {tenantId: $tenantId}) OPTIONAL MATCH (a)-->(v:AgentVersion) RETURN v',
    "CALL db.index.vector.queryNodes('passages', 10, $vector) YIELD node AS p RETURN p, $tenantId",
    'RETURN 1',
  ])('refuses %s', (cypher) => {
    expect(tenant(cypher)).not.toEqual([]);
  });

  test('wants the tenant of the row in a batch', () => {
    expect(
      checkStatement({
        kind: 'batch',
        name: 'test',
        cypher: 'UNWIND $rows AS row MATCH (e:Execution {id: row.id, tenantId: row.tenantId}) RETURN e',
      }),
    ).toEqual([]);
    expect(
      checkStatement({
        kind: 'batch',
        name: 'test',
        cypher: 'UNWIND $rows AS row MATCH (e:Execution {id: row.id}) RETURN e',
      }),
    ).toHaveLength(1);
  });

  test('accepts the head of an outbox lane and parts of a row in a batch, and no bare pattern', () => {
    const batch = (cypher: string) => checkStatement({ kind: 'batch', name: 'test', cypher });
    expect(
      batch(
        'MATCH (lane:OutboxLane {tenantId: "system", lane: $lane}) CREATE (:OutboxEvent {tenantId: told[i].tenantId})',
      ),
    ).toEqual([]);
    expect(batch('MATCH (lane:OutboxLane {lane: $lane}) RETURN lane')).toHaveLength(1);
  });

  test('wants a reason for a statement across tenants', () => {
    expect(
      checkStatement({ kind: 'system', name: 'test', cypher: 'MATCH (w:Worker) RETURN w', reason: 'because' }),
    ).toHaveLength(1);
  });
});
