import { testId, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLONE, PREVIEW, colleagueOf, listing, offer } from './market-calls.ts';
import { type RunningAgents, goodSpec, startAgents } from './start-agents.ts';

let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents();
});
afterAll(() => agents[Symbol.asyncDispose]());

let keys = 0;
async function clone(viewer: ReturnType<typeof testViewer>, input: Record<string, unknown>) {
  keys += 1;
  const { data, errors } = await agents.run(viewer, CLONE, { input: { idempotencyKey: `clone-${keys}`, ...input } });
  return { ...data?.cloneAgent, errors };
}
const preview = async (viewer: ReturnType<typeof testViewer>, id: string) =>
  (await agents.run(viewer, PREVIEW, { id })).data.clonePreview;

/** A listed agent that searches a notebook which colleagues may not read. */
async function closedOffer() {
  const owner = testViewer();
  const slug = `contracts-${testId('nbk').slice(-8).toLowerCase()}`;
  agents.notebooks.set(slug, testId('nbk'));
  const spec = { ...goodSpec, knowledge: { book: { notebook: slug } } };
  const offered = await offer(agents, owner, { spec });
  agents.notebooks.delete(slug);
  return { owner, slug, ...offered };
}

describe('clonePreview', () => {
  test('tells for each part what becomes of it; secrets, memory and triggers never travel', async () => {
    const owner = testViewer();
    const { listing: made } = await offer(agents, owner);
    const { items, blocking } = await preview(await colleagueOf(agents, owner), made.id);
    expect(blocking).toBe(0);
    expect(items.map(({ key, outcome }: { key: string; outcome: string }) => [key, outcome])).toEqual([
      ['agent', 'COPIED'],
      ['model:builtin/extract', 'SHARED'],
      ['secrets', 'DROPPED'],
      ['memory', 'DROPPED'],
      ['triggers', 'DROPPED'],
    ]);
  });

  test('asks for what the viewer may not use, and offers what could stand in', async () => {
    const { owner, slug, listing: made } = await closedOffer();
    const own = testId('nbk');
    agents.notebooks.set('own-book', own);
    const { items, blocking } = await preview(await colleagueOf(agents, owner), made.id);
    expect(blocking).toBe(1);
    const notebook = items.find(({ kind }: { kind: string }) => kind === 'NOTEBOOK');
    expect(notebook).toMatchObject({ key: `notebook:${slug}`, outcome: 'REQUEST' });
    expect(notebook.reason).toContain(slug);
    expect(notebook.options).toContainEqual({ id: own, name: 'own-book' });
  });
});

describe('what a clone costs a month', () => {
  test('is what the runs of the agent cost, for whoever sees the listing', async () => {
    const owner = testViewer();
    const { agent, listing: made } = await offer(agents, owner);
    const colleague = await colleagueOf(agents, owner);
    expect((await preview(colleague, made.id)).estimatedMonthlyCost).toBeNull();
    agents.monthlyCosts.set(agent.id, 6_300_000_000);
    expect((await preview(colleague, made.id)).estimatedMonthlyCost).toBe(6_300_000_000);
    expect(await preview(testViewer(), made.id)).toBeNull();
  });
});

describe('cloneAgent', () => {
  test('makes a private draft of the viewer with its lineage, and counts', async () => {
    const owner = testViewer();
    const { agent, version, listing: made } = await offer(agents, owner);
    const colleague = await colleagueOf(agents, owner);
    const { agent: cloned, userErrors } = await clone(colleague, { listingId: made.id, name: 'My desk' });
    expect(userErrors).toEqual([]);
    expect(cloned).toMatchObject({
      name: 'My desk',
      status: 'DRAFT',
      visibility: 'PRIVATE',
      owner: { id: colleague.userId },
      origin: { id: version.id, number: 1, agent: { id: agent.id } },
      draft: { revision: 1, spec: { instructions: goodSpec.instructions } },
    });
    expect((await listing(agents, colleague, made.id)).cloneCount).toBe(1);
  });

  test('twice with one key makes one clone', async () => {
    const owner = testViewer();
    const { listing: made } = await offer(agents, owner);
    const input = { listingId: made.id, idempotencyKey: 'once' };
    const [first, second] = [await clone(owner, input), await clone(owner, input)];
    expect(second.agent.id).toBe(first.agent.id);
    expect((await listing(agents, owner, made.id)).cloneCount).toBe(1);
    const other = await clone(owner, { ...input, name: 'Another' });
    expect(other.errors[0].extensions.code).toBe('IDEMPOTENCY_MISMATCH');
  });

  test('is refused with each reason while parts are closed, and changes nothing', async () => {
    const { owner, slug, listing: made } = await closedOffer();
    const colleague = await colleagueOf(agents, owner);
    const refused = await clone(colleague, { listingId: made.id });
    expect(refused.agent).toBeNull();
    expect(refused.userErrors).toMatchObject([
      {
        code: 'REQUIREMENT_NOT_MET',
        path: ['bindings', `notebook:${slug}`],
        message: `There is no notebook "${slug}" that you can see.`,
      },
    ]);
    expect((await listing(agents, colleague, made.id)).cloneCount).toBe(0);
  });

  test('puts a bound part in place of a closed one', async () => {
    const { owner, slug, listing: made } = await closedOffer();
    const colleague = await colleagueOf(agents, owner);
    agents.notebooks.set('mine', testId('nbk'));
    const bindings = [{ itemKey: `notebook:${slug}`, optionId: agents.notebooks.get('mine') }];
    const { agent } = await clone(colleague, { listingId: made.id, bindings });
    expect(agent.draft.spec.knowledge.book.notebook).toBe('mine');
  });

  test('refuses a binding that the preview did not offer', async () => {
    const { owner, slug, listing: made } = await closedOffer();
    const bindings = [{ itemKey: `notebook:${slug}`, optionId: testId('nbk') }];
    expect((await clone(owner, { listingId: made.id, bindings })).userErrors).toMatchObject([
      { code: 'VALIDATION_FAILED', path: ['bindings', '0', 'optionId'] },
    ]);
    const nothing = [{ itemKey: 'model:no/such', optionId: 'x' }];
    expect((await clone(owner, { listingId: made.id, bindings: nothing })).userErrors).toMatchObject([
      { code: 'VALIDATION_FAILED', path: ['bindings', '0', 'itemKey'] },
    ]);
  });

  test('needs the right to create agents', async () => {
    const owner = testViewer();
    const { listing: made } = await offer(agents, owner);
    const member = await colleagueOf(agents, owner, { roleKey: 'member' });
    expect((await clone(member, { listingId: made.id })).errors[0].extensions.code).toBe('FORBIDDEN');
    const { viewerActions } = await listing(agents, member, made.id);
    expect(viewerActions.find(({ name }: { name: string }) => name === 'cloneAgent')).toMatchObject({ allowed: false });
  });

  test('forgets its origin for whoever sees the original no more', async () => {
    const owner = testViewer();
    const { agent: original, listing: made } = await offer(agents, owner);
    const colleague = await colleagueOf(agents, owner);
    const { agent } = await clone(colleague, { listingId: made.id });
    await agents.run(owner, 'mutation ($input: UpdateAgentInput!) { updateAgent(input: $input) { agent { id } } }', {
      input: { agentId: original.id, visibility: 'PRIVATE' },
    });
    const { data } = await agents.run(colleague, 'query ($id: ID!) { agent(id: $id) { origin { id } } }', {
      id: agent.id,
    });
    expect(data.agent.origin).toBeNull();
  });
});
