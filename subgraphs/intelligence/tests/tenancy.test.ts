import { tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { executeAs, testId, testViewer } from '@aether/test-support';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIntelligenceSchema } from '../src/schema.ts';
import { everyQuery } from './every-query.ts';
import { makeOffice, type Office } from './office.ts';
import { type RunningIntelligence, startIntelligence } from './start-intelligence.ts';

let intelligence: RunningIntelligence;
let office: Office;
beforeAll(async () => {
  intelligence = await startIntelligence();
  office = await makeOffice(intelligence);
}, 60_000);
afterAll(() => intelligence[Symbol.asyncDispose]());

/** Nodes of another tenant that claim everything they can: audiences, edges and runs that point into the first tenant. */
const ATTACK = tenantStatement(
  'intelligence-test.attack',
  `CREATE (user:User {tenantId: $tenantId, id: $userId, name: 'Mallory', jobTitle: 'Analyst', expertise: ['invoices'], status: 'ACTIVE'})
   CREATE (notebook:Notebook {tenantId: $tenantId, id: $notebookId, name: 'mallory', visibility: 'TENANT', audience: [$victim]})
   CREATE (agent:Agent {tenantId: $tenantId, id: $agentId, slug: $agentId, name: 'Mallory invoices', useCase: 'invoices', type: 'CONVERSATIONAL',
     status: 'PUBLISHED', visibility: 'TENANT', audience: [$victim]})
   CREATE (:AgentStatistics {tenantId: $tenantId, agentId: $agentId, runCount: 1000, succeeded: 1000, dueAtMs: 4102444800000})
   CREATE (pattern:SuccessPattern {tenantId: $tenantId, id: $patternId, useCase: 'invoices', key: $agentId, summary: 'mallory', agents: 1,
     runs: 1000, succeeded: 1000, lift: 9.0, confidence: 1.0, modelIds: [], updatedAt: '2026-06-30T12:00:00.000Z'})
   CREATE (:Execution {tenantId: $tenantId, id: $executionId, agentId: $victimAgent, startedById: $victimUser, status: 'SUCCEEDED',
     createdAt: '2026-06-29T00:00:00.000Z', spent: 1, unpriced: false})
   CREATE (user)-[:CREATED]->(agent)-[:SEARCHES_NOTEBOOK]->(notebook)
   CREATE (user)-[:USES {frequency: 1000, succeeded: 1000}]->(agent)
   CREATE (pattern)-[:USES_KNOWLEDGE]->(notebook)
   RETURN user.id AS id`,
);
// Edges over the border, which no service writes: what is read must not follow them.
const BRIDGE = tenantStatement(
  'intelligence-test.bridge',
  `MATCH (mine {tenantId: $tenantId}) WHERE mine.id IN $ids
   MATCH (yours {tenantId: $victim}) WHERE yours.id IN $yours
   WITH mine, yours
   CALL (mine, yours) {
     WITH mine, yours WHERE mine:User AND yours:Department MERGE (mine)-[:BELONGS_TO]->(yours)
   }
   CALL (mine, yours) {
     WITH mine, yours WHERE mine:User AND yours:Agent
     MERGE (mine)-[uses:USES]->(yours) SET uses.frequency = 1000, uses.succeeded = 0
     MERGE (mine)-[:CREATED]->(yours) MERGE (yours)-[:SUCCEEDED_FOR]->(mine)
   }
   CALL (mine, yours) {
     WITH mine, yours WHERE mine:Agent AND yours:Notebook MERGE (mine)-[:SEARCHES_NOTEBOOK]->(yours)
   }
   CALL (mine, yours) {
     WITH mine, yours WHERE mine:Notebook AND yours:Agent MERGE (yours)-[:SEARCHES_NOTEBOOK]->(mine)
   }
   CALL (mine, yours) {
     WITH mine, yours WHERE mine:Agent AND yours:User MERGE (yours)-[uses:USES]->(mine) SET uses.frequency = 1000, uses.succeeded = 1000
     MERGE (yours)-[:CREATED]->(mine)
   }
   CALL (mine, yours) {
     WITH mine, yours WHERE mine:SuccessPattern AND yours:Notebook MERGE (mine)-[:USES_KNOWLEDGE]->(yours)
   }
   RETURN count(*) AS count`,
);

/** Every edge once, and back again. */
const AROUND = `{ graphUsers(limit: 20) { id
  departments(limit: 20) { id people(limit: 20) { id } }
  created(limit: 20) { id
    notebooks(limit: 20) { id agents(limit: 20) { id tools(limit: 20) { id agents(limit: 20) { id } } } }
    models(limit: 20) { id agents(limit: 20) { id notebooksConnection(first: 20) { totalCount edges { node { id } } } } } } } }`;

/** Lists have no order of their own, and cursors hold one. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(inOrder).toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, /cursor$/iu.test(key) ? 'masked' : inOrder(entry)]),
  );
}

async function answers(viewer: Viewer): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  const queries = [...everyQuery(await createIntelligenceSchema(), 2), ['around', AROUND] as const];
  for (const [name, document] of queries) {
    const { data, errors } = await executeAs(intelligence.service, viewer, document);
    expect(errors, name).toEqual([]);
    all[name] = inOrder(data);
  }
  return all;
}

async function attack(): Promise<Viewer> {
  const mallory = testViewer();
  const ids = { agentId: testId('agt'), notebookId: testId('nbk'), patternId: testId('pat') };
  await intelligence.write(mallory.tenantId, ATTACK, {
    ...ids,
    userId: mallory.userId,
    executionId: testId('exe'),
    victim: office.tenantId,
    victimAgent: office.agents.ledger,
    victimUser: office.people['ben'],
  });
  await intelligence.write(mallory.tenantId, BRIDGE, {
    ids: [mallory.userId, ...Object.values(ids)],
    victim: office.tenantId,
    yours: [
      ...Object.values(office.people),
      ...Object.values(office.agents),
      ...Object.values(office.notebooks),
      ...office.departments,
    ],
  });
  return mallory;
}

test('every query answers the same beside an identical tenant and beside one that points into this one', async () => {
  const mara = office.viewerOf('mara');
  const alone = await answers(mara);
  // Nothing compared would be nothing proved.
  expect(JSON.stringify(alone['graphAgents'])).toContain(office.agents.ledger);
  expect(JSON.stringify(alone['recommendedAgents'])).toContain(office.agents.reader);
  expect(JSON.stringify(alone['graphSuccessPatterns'])).toContain('pat_');
  const twin = await makeOffice(intelligence);
  expect(await answers(mara)).toEqual(alone);
  const mallory = await attack();
  expect(await answers(mara)).toEqual(alone);
  await intelligence.compute(office.tenantId, ...Object.values(office.agents));
  expect(await answers(mara)).toEqual(alone);
  const theirs = JSON.stringify(await answers(mallory));
  for (const id of [...Object.values(office.people), ...Object.values(office.agents), ...Object.values(twin.agents)])
    expect(theirs).not.toContain(id);
}, 120_000);

test('no filter reaches beyond the tenant or what everybody in it sees', async () => {
  const twin = await makeOffice(intelligence);
  const condition = fc.oneof(
    fc.record({ tenantId: fc.record({ eq: fc.constantFrom(office.tenantId, twin.tenantId) }) }),
    fc.record({ tenantId: fc.record({ startsWith: fc.constant('') }) }),
    fc.record({ name: fc.record({ contains: fc.constantFrom('', 'Invoice', 'a') }) }),
    fc.record({ id: fc.record({ in: fc.constant([...Object.values(twin.agents), ...Object.values(office.agents)]) }) }),
  );
  const where = fc.letrec((tie) => ({
    where: fc.oneof(
      { maxDepth: 3 },
      condition,
      fc.record({ OR: fc.array(tie('where'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ AND: fc.array(tie('where'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ NOT: tie('where') }),
    ),
  })).where;
  const query = `query ($where: GraphAgentWhere) { graphAgents(limit: 100, where: $where) { id }
    graphAgentsConnection(first: 100, where: $where) { totalCount edges { node { id } } } }`;
  interface Answer {
    readonly graphAgents: readonly { readonly id: string }[];
    readonly graphAgentsConnection: { readonly totalCount: number };
  }
  await fc.assert(
    fc.asyncProperty(where, async (filter) => {
      const { data, errors } = await executeAs<Answer>(intelligence.service, office.viewerOf('mara'), query, {
        where: filter,
      });
      expect(errors).toEqual([]);
      const mine: readonly string[] = Object.values(office.agents);
      expect(data.graphAgents.filter(({ id }) => !mine.includes(id))).toEqual([]);
      expect(data.graphAgentsConnection.totalCount).toBe(data.graphAgents.length);
    }),
    { numRuns: 40 },
  );
}, 120_000);

test('what not everybody in the tenant sees is not in the generated part, not even for its owner', async () => {
  await intelligence.write(office.tenantId, MAKE_PRIVATE, { id: office.agents.ledger });
  const { data } = await executeAs(
    intelligence.service,
    office.viewerOf('eva'),
    '{ graphAgents(limit: 100) { id } graphUsers(limit: 100) { created(limit: 100) { id } } }',
  );
  expect(JSON.stringify(data)).toContain(office.agents.reader);
  expect(JSON.stringify(data)).not.toContain(office.agents.ledger);
});

const MAKE_PRIVATE = tenantStatement(
  'intelligence-test.make-private',
  `MATCH (agent:Agent {tenantId: $tenantId, id: $id}) SET agent.visibility = 'PRIVATE'`,
);

test('lists end at 100, the generated part writes nothing and needs its permission', async () => {
  const refusedBy = async (viewer: Viewer | null, query: string, caller?: string) =>
    (await executeAs(intelligence.service, viewer, query, {}, caller === undefined ? {} : { caller })).errors.map(
      ({ extensions }) => extensions?.['code'],
    );
  const schema = await createIntelligenceSchema();
  expect(schema.getMutationType()).toBeUndefined();
  const narrow = { ...office.viewerOf('mara'), permissions: ['agent:read'] };
  expect(await refusedBy(narrow, '{ graphAgents(limit: 1) { id } }')).toEqual(['FORBIDDEN']);
  expect(await refusedBy(null, '{ graphAgents(limit: 1) { id } }')).toEqual(['UNAUTHENTICATED']);
  const entities = `{ _entities(representations: [{__typename: "Agent", id: "${office.agents.reader}"}]) { ... on Agent { id } } }`;
  expect(await refusedBy(office.viewerOf('mara'), entities, 'executions')).toEqual(['FORBIDDEN']);
  expect(await refusedBy(office.viewerOf('mara'), entities)).toEqual([]);
  await intelligence.write(office.tenantId, MANY_DEPARTMENTS, {});
  const { data } = await executeAs<{ graphDepartments: readonly unknown[] }>(
    intelligence.service,
    office.viewerOf('mara'),
    '{ graphDepartments(limit: 100000) { id } }',
  );
  expect(data.graphDepartments).toHaveLength(100);
  const many = Array.from({ length: 50 }, (_, index) => `a${index}: graphTeams(limit: 1) { id }`).join(' ');
  expect(await refusedBy(office.viewerOf('mara'), `{ ${many} }`)).toEqual(['QUERY_TOO_COMPLEX']);
});

const MANY_DEPARTMENTS = tenantStatement(
  'intelligence-test.many-departments',
  `UNWIND range(1, 120) AS number CREATE (:Department {tenantId: $tenantId, id: 'dep_' + $tenantId + number, name: 'Department ' + number})`,
);

test('a reference is a key and never a filter', async () => {
  const { data } = await executeAs<{ _entities: readonly unknown[] }>(
    intelligence.service,
    office.viewerOf('mara'),
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Agent { id } } }',
    {
      representations: [
        { __typename: 'Agent', id: { contains: '' } },
        { __typename: 'Agent', id_STARTS_WITH: '' },
      ],
    },
  );
  expect(data._entities).toEqual([null, null]);
});
