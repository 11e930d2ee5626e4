import { Database, type TenantSession } from '@aether/common/graph';
import { executeAs, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { agentsConfig, createAgentsService } from '../src/index.ts';
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

test('a list of agents takes one statement for each kind of thing, however long it is', async () => {
  const viewer = testViewer();
  for (let count = 0; count < 6; count += 1) {
    const { agent } = await createAgent(agents, viewer);
    if (count % 2 === 0) await publish(agents, viewer, agent.id);
  }
  const uri = inject('neo4jUri');
  await using database = new ObservedDatabase({ uri, user: 'neo4j', password: 'neo4j' });
  await using service = await createAgentsService(agentsConfig({}), { ...agents.parts, database });
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
