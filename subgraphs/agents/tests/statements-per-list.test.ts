import { Database, type TenantSession } from '@aether/common/graph';
import { executeAs, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { agentsConfig, createAgentsService } from '../src/index.ts';
import { offer } from './market-calls.ts';
import { type RunningAgents, createAgent, publish, startAgents } from './start-agents.ts';

let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents();
});
afterAll(() => agents[Symbol.asyncDispose]());

/** The same database, writing down the name of each statement that is read. */
class ObservedDatabase extends Database {
  readonly names: string[] = [];

  override tenant(tenantId: string): TenantSession {
    const session = super.tenant(tenantId);
    return {
      ...session,
      read: (statement, parameters, row) => {
        this.names.push(statement.name);
        return session.read(statement, parameters, row);
      },
    };
  }
}

async function observedService() {
  const uri = inject('neo4jUri');
  const database = new ObservedDatabase({ uri, user: 'neo4j', password: 'neo4j' });
  const service = await createAgentsService(agentsConfig({}), { ...agents.parts, database });
  return {
    database,
    service,
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

test('a list of agents takes one statement for each kind of thing, however long it is', async () => {
  const viewer = testViewer();
  for (let count = 0; count < 6; count += 1) {
    const { agent } = await createAgent(agents, viewer);
    if (count % 2 === 0) await publish(agents, viewer, agent.id);
  }
  await using observed = await observedService();
  const { service, database } = observed;
  const query = `{ agents { totalCount edges { node { slug inputSchema outputSchema viewerActions { name } draft { revision agent { name } } published { number agent { slug } } } } } }`;
  const { data, errors } = await executeAs<{ agents: { edges: readonly unknown[] } }>(service, viewer, query);
  expect(errors).toEqual([]);
  expect(data.agents.edges).toHaveLength(6);
  expect(database.names.toSorted()).toEqual([
    'agents.count-agents',
    'agents.drafts-of-agents',
    'agents.page-of-agents',
    'agents.versions-by-ids',
  ]);
});

test('so does a page of the marketplace with its facets and what each listing needs', async () => {
  const viewer = testViewer();
  for (const name of ['One', 'Two']) await offer(agents, viewer, { name });
  await using observed = await observedService();
  const query = `{ listings { totalCount facets { name values { value } } edges { node {
    summary agent { name origin { id } listing { id } } version { number } requirements { slug satisfied } viewerRating { stars } viewerActions { name } } } } }`;
  const { data, errors } = await executeAs<{ listings: { edges: readonly unknown[] } }>(
    observed.service,
    viewer,
    query,
  );
  expect(errors).toEqual([]);
  expect(data.listings.edges).toHaveLength(2);
  expect(observed.database.names.toSorted()).toEqual([
    'agents.listings-by-ids',
    'agents.listings-of-agents',
    'agents.market',
    'agents.models-by-slugs',
    'agents.models-by-slugs',
    'agents.origins-of-agents',
    'agents.ratings-of-a-person',
    'agents.uses-of-a-person',
    'agents.versions-by-ids',
    'agents.versions-by-ids',
  ]);
});
