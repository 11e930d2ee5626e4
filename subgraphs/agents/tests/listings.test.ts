import { testId, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ListingSearchStore } from '../src/db/listing-search-store.ts';
import { approvedTool, colleagueOf, hasVector, listing, market, offer, publishListing } from './market-calls.ts';
import { type RunningAgents, createAgent, goodSpec, publish, startAgents } from './start-agents.ts';

/**
 * Texts and vectors follow the write. Other suites share the database, and the index follows their events, too; until it has, the order
 * is that of the words alone.
 */
const INDEXED = { timeout: 60_000 };

let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents();
});
afterAll(() => agents[Symbol.asyncDispose]());

describe('publishListing', () => {
  test('offers a version of a published agent to colleagues', async () => {
    const owner = testViewer();
    const { listing: made, version, userErrors } = await offer(agents, owner);
    expect(userErrors).toEqual([]);
    const colleague = await colleagueOf(agents, owner);
    expect(await listing(agents, colleague, made.id)).toMatchObject({
      summary: 'Decides whether a fault is warranty.',
      audience: 'TENANT',
      cloneCount: 0,
      ratingCount: 0,
      averageStars: null,
      version: { id: version.id, number: 1 },
      requirements: [{ kind: 'MODEL', slug: 'builtin/extract', satisfied: true, reason: null }],
    });
    expect((await market(agents, colleague)).names).toEqual(['Warranty desk']);
  });

  test('again for the same agent changes its one listing', async () => {
    const owner = testViewer();
    const first = await offer(agents, owner);
    const again = await publishListing(agents, owner, {
      agentId: first.agent.id,
      versionId: first.version.id,
      summary: 'Better words.',
      audience: 'TENANT',
    });
    expect(again.listing).toMatchObject({ id: first.listing.id, summary: 'Better words.' });
    expect((await market(agents, owner)).totalCount).toBe(1);
  });

  test('refuses to show a listing to more people than its agent', async () => {
    const owner = testViewer({ teamIds: [testId('tea')] });
    const { userErrors } = await offer(agents, owner, { visibility: 'TEAM' });
    expect(userErrors).toMatchObject([{ code: 'VALIDATION_FAILED', path: ['audience'] }]);
  });

  test('refuses an agent that is not published, a foreign version and an empty summary', async () => {
    const owner = testViewer();
    const { agent } = await createAgent(agents, owner);
    const other = await offer(agents, owner);
    const input = { agentId: agent.id, versionId: other.version.id, summary: 'x', audience: 'TENANT' };
    expect((await publishListing(agents, owner, input)).errors[0].extensions.code).toBe('NOT_FOUND');
    const { version } = await publish(agents, owner, agent.id, 1, { visibility: 'TENANT' });
    const empty = await publishListing(agents, owner, { ...input, versionId: version.id, summary: '  ' });
    expect(empty.userErrors).toMatchObject([{ code: 'VALIDATION_FAILED', path: ['summary'] }]);
    await agents.run(
      owner,
      'mutation ($input: SetAgentStatusInput!) { setAgentStatus(input: $input) { agent { id } } }',
      {
        input: { agentId: agent.id, status: 'DISABLED' },
      },
    );
    const disabled = await publishListing(agents, owner, { ...input, versionId: version.id });
    expect(disabled.userErrors).toMatchObject([{ code: 'AGENT_NOT_PUBLISHED' }]);
  });

  test('shows runs of the owner only, and says which one is refused', async () => {
    const owner = testViewer();
    const [mine, foreign] = [testId('exe'), testId('exe')];
    agents.shareable.set(mine, owner.userId ?? '');
    agents.shareable.set(foreign, testId('usr'));
    const good = await offer(agents, owner, { input: { sampleExecutionIds: [mine, mine] } });
    expect(good.listing.sampleExecutions).toEqual([{ id: mine }]);
    const bad = await offer(agents, owner, { input: { sampleExecutionIds: [mine, foreign] } });
    expect(bad.userErrors).toMatchObject([{ code: 'VALIDATION_FAILED', path: ['sampleExecutionIds', '1'] }]);
  });

  test('is for the owner, maintainers and administrators', async () => {
    const owner = testViewer();
    const { agent, version } = await offer(agents, owner);
    const colleague = await colleagueOf(agents, owner);
    const input = { agentId: agent.id, versionId: version.id, summary: 'Mine now.', audience: 'TENANT' };
    expect((await publishListing(agents, colleague, input)).errors[0].extensions.code).toBe('FORBIDDEN');
  });
});

describe('who sees a listing', () => {
  const WITHDRAW = 'mutation ($input: WithdrawListingInput!) { withdrawListing(input: $input) { deletedId } }';
  const UPDATE = 'mutation ($input: UpdateAgentInput!) { updateAgent(input: $input) { agent { id } } }';

  test('is the team that it was made for, not the rest of the organization', async () => {
    const teamId = testId('tea');
    const owner = testViewer({ teamIds: [teamId], roleKey: 'builder' });
    const { listing: made } = await offer(agents, owner, { input: { audience: 'TEAM' } });
    const near = await colleagueOf(agents, owner, { teamIds: [teamId] });
    const far = await colleagueOf(agents, owner);
    expect((await market(agents, near)).names).toEqual(['Warranty desk']);
    expect((await market(agents, far)).names).toEqual([]);
    expect(await listing(agents, far, made.id)).toBeNull();
  });

  test('follows the agent when that is shown to fewer people', async () => {
    const owner = testViewer({ roleKey: 'builder' });
    const { agent, listing: made } = await offer(agents, owner);
    const colleague = await colleagueOf(agents, owner);
    await agents.run(owner, UPDATE, { input: { agentId: agent.id, visibility: 'PRIVATE' } });
    expect(await listing(agents, colleague, made.id)).toBeNull();
    expect(await listing(agents, owner, made.id)).toMatchObject({ audience: 'PRIVATE' });
    await agents.run(owner, UPDATE, { input: { agentId: agent.id, visibility: 'TENANT' } });
    expect(await listing(agents, colleague, made.id)).toBeNull();
  });

  test('is nobody once it is withdrawn, or its agent deleted', async () => {
    const owner = testViewer();
    const first = await offer(agents, owner);
    const second = await offer(agents, owner);
    await agents.run(owner, WITHDRAW, { input: { listingId: first.listing.id } });
    await agents.run(owner, 'mutation ($input: DeleteAgentInput!) { deleteAgent(input: $input) { deletedId } }', {
      input: { agentId: second.agent.id },
    });
    expect((await market(agents, owner)).totalCount).toBe(0);
    const { data } = await agents.run(owner, 'query ($id: ID!) { agent(id: $id) { listing { id } } }', {
      id: first.agent.id,
    });
    expect(data.agent).toEqual({ listing: null });
  });

  test('leaves out disabled agents while the owner still reaches the listing', async () => {
    const owner = testViewer();
    const { agent, listing: made } = await offer(agents, owner);
    await agents.run(
      owner,
      'mutation ($input: SetAgentStatusInput!) { setAgentStatus(input: $input) { agent { id } } }',
      {
        input: { agentId: agent.id, status: 'DISABLED' },
      },
    );
    expect((await market(agents, owner)).names).toEqual([]);
    expect(await listing(agents, owner, made.id)).not.toBeNull();
  });
});

describe('listings', { timeout: 90_000 }, () => {
  test('finds what has to do with the words, and leaves out what has nothing to do with them', async () => {
    const owner = testViewer();
    await offer(agents, owner, { name: 'Carrier labels', summary: 'Makes the return label of a parcel.' });
    await offer(agents, owner, { name: 'Warranty desk', summary: 'Decides whether a fault is warranty or refund.' });
    await offer(agents, owner, { name: 'Refund clerk', summary: 'Pays a refund.' });
    const search = 'is the fault warranty or refund';
    // The order is that of rank fusion, which common tests; how rare a word is depends on the listings of other suites.
    await expect
      .poll(async () => (await market(agents, owner, { filter: { search } })).names.toSorted(), INDEXED)
      .toEqual(['Refund clerk', 'Warranty desk']);
  });

  test('ranks words by the listings that the viewer sees, whatever other organizations offer', async () => {
    const owner = testViewer();
    const made = new Map<string, string>();
    for (const name of ['Ledger one', 'Ledger two', 'Parcels']) {
      const { listing: offered } = await offer(agents, owner, { name, summary: 'Helps.' });
      made.set(offered.id, name);
    }
    const store = new ListingSearchStore(agents.parts.database);
    const ranked = async () =>
      (await store.byWords(owner, 'ledger parcel', 10)).map(({ id, score }) => [made.get(id), score]);
    const alone = await ranked();
    expect(alone.map(([name]) => name)).toEqual(['Parcels', 'Ledger one', 'Ledger two']);
    const stranger = testViewer();
    for (let index = 0; index < 6; index += 1)
      await offer(agents, stranger, { name: `Parcel ${index}`, summary: 'A parcel, parcels, and a parcel.' });
    expect(await ranked()).toEqual(alone);
  });

  test('finds by words while the embedding model is away, and by meaning when it is back', async () => {
    const owner = testViewer();
    agents.embeddings.behavior = 'refuses connections';
    const { listing: made } = await offer(agents, owner, { name: 'Goodwill', summary: 'Proposes an amount.' });
    expect((await market(agents, owner, { filter: { search: 'goodwill' } })).names).toEqual(['Goodwill']);
    agents.embeddings.behavior = 'answers';
    await expect.poll(() => hasVector(agents, owner, made.id), INDEXED).toBe(true);
  });

  test('finds an agent by its new name', async () => {
    const owner = testViewer();
    const { agent } = await offer(agents, owner, { name: 'Old name' });
    await agents.run(owner, 'mutation ($input: UpdateAgentInput!) { updateAgent(input: $input) { agent { id } } }', {
      input: { agentId: agent.id, name: 'Zeppelin' },
    });
    await expect
      .poll(async () => (await market(agents, owner, { filter: { search: 'zeppelin' } })).names, INDEXED)
      .toEqual(['Zeppelin']);
  });

  test('counts each facet beside the other filters', async () => {
    const departmentId = testId('dep');
    agents.departments.set(departmentId, 'Returns');
    const owner = testViewer({ departmentId });
    agents.notebooks.set('policies', testId('nbk'));
    const withNotebook = { ...goodSpec, knowledge: { book: { notebook: 'policies' } } };
    await offer(agents, owner, { name: 'One', spec: withNotebook });
    await offer(agents, owner, { name: 'Two' });
    const notebookId = agents.notebooks.get('policies');
    const page = await market(agents, owner, { filter: { notebookId } });
    expect(page.names).toEqual(['One']);
    const facets = Object.fromEntries(
      page.facets.map(({ name, values }: { name: string; values: unknown }) => [name, values]),
    );
    expect(facets).toMatchObject({
      department: [{ value: departmentId, label: 'Returns', count: 1 }],
      kind: [{ value: 'QA', label: 'Q&A', count: 1 }],
      notebook: [{ value: notebookId, label: 'policies', count: 1 }],
      runnable: [{ value: 'true', label: 'Ready to run', count: 1 }],
    });
    agents.notebooks.delete('policies');
    const closed = await market(agents, owner, { filter: { runnableNow: true } });
    expect(closed.names).toEqual(['Two']);
    expect(closed.facets.find(({ name }: { name: string }) => name === 'notebook').values).toEqual([]);
  });

  test('narrows to what a person with some job offers, whatever the case of its words', async () => {
    const [seller, clerk] = [testViewer(), testViewer()];
    const colleague = { ...clerk, tenantId: seller.tenantId };
    agents.jobs.set(seller.userId ?? '', 'Account Executive').set(clerk.userId ?? '', 'Clerk');
    await offer(agents, seller, { name: 'Lead check' });
    await offer(agents, colleague, { name: 'Post sorter' });
    const page = await market(agents, seller, { filter: { jobTitle: ' account executive' } });
    expect(page.names).toEqual(['Lead check']);
    expect(page.facets.find(({ name }: { name: string }) => name === 'job').values).toEqual([
      { value: 'Account Executive', label: 'Account Executive', count: 1 },
      { value: 'Clerk', label: 'Clerk', count: 1 },
    ]);
    expect((await market(agents, seller, { filter: { jobTitle: 'Nobody' } })).names).toEqual([]);
    const withoutSight = { ...seller, permissions: seller.permissions.filter((name) => name !== 'user:read') };
    expect((await market(agents, withoutSight, { filter: { jobTitle: 'Clerk' } })).names).toEqual([]);
  });

  test('narrows to the agents that use a tool', async () => {
    const owner = testViewer();
    const toolId = await approvedTool(agents, owner);
    const spec = { ...goodSpec, tools: { look: { tool: 'crm/find' } } };
    await offer(agents, owner, { name: 'Finder', spec });
    await offer(agents, owner, { name: 'Talker' });
    const page = await market(agents, owner, { filter: { toolId } });
    expect(page.names).toEqual(['Finder']);
    expect(page.facets.find(({ name }: { name: string }) => name === 'tool').values).toEqual([
      { value: toolId, label: 'crm/find', count: 1 },
    ]);
    expect((await market(agents, owner, { filter: { toolId: testId('tol') } })).names).toEqual([]);
  });

  test('pages through each order without a gap', async () => {
    const owner = testViewer();
    for (const name of ['A', 'B', 'C']) await offer(agents, owner, { name });
    for (const sort of ['NEWEST', 'RATING', 'CLONES', 'RELEVANCE']) {
      const all = await market(agents, owner, { sort });
      const first = await market(agents, owner, { sort, first: 2 });
      const rest = await market(agents, owner, { sort, first: 2, after: first.pageInfo.endCursor });
      expect([...first.names, ...rest.names]).toEqual(all.names);
      expect(rest.pageInfo.hasNextPage).toBe(false);
    }
  });

  test('goes on without names of notebooks while memory is away', async () => {
    const owner = testViewer();
    agents.notebooks.set('policies', testId('nbk'));
    await offer(agents, owner, { spec: { ...goodSpec, knowledge: { book: { notebook: 'policies' } } } });
    agents.memoryIsDown = true;
    const page = await market(agents, owner);
    agents.memoryIsDown = false;
    expect(page.names).toEqual(['Warranty desk']);
    expect(page.facets.find(({ name }: { name: string }) => name === 'runnable').values).toEqual([]);
  });
});

test('a listing of another tenant is exactly like an unknown one', async () => {
  const owner = testViewer();
  const { listing: made, agent } = await offer(agents, owner);
  const stranger = testViewer();
  const unknown = 'lst_01JZ0000000000000000000000';
  const operations = [
    'query ($id: ID!) { listing(id: $id) { id } }',
    'query ($id: ID!) { clonePreview(listingId: $id) { blocking } }',
    'mutation ($id: ID!) { withdrawListing(input: { listingId: $id }) { deletedId } }',
    'mutation ($id: ID!) { cloneAgent(input: { listingId: $id, idempotencyKey: "k" }) { agent { id } } }',
    'mutation ($id: ID!) { rateListing(input: { listingId: $id, stars: 5 }) { listing { id } } }',
  ];
  for (const query of operations) {
    const answer = async (id: string) =>
      JSON.stringify(await agents.run(stranger, query, { id }))
        .replaceAll(id, '<id>')
        .replaceAll(/req_[0-9a-f-]+/gu, '<request>');
    expect(await answer(made.id), query).toBe(await answer(unknown));
  }
  expect((await market(agents, stranger)).totalCount).toBe(0);
  expect((await market(agents, stranger, { filter: { search: 'warranty fault' } })).names).toEqual([]);
  expect((await listing(agents, owner, made.id)).agent.id).toBe(agent.id);
});
