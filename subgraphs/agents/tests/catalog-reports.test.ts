import { testViewer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UPDATE_MODEL, addProvider, catalog, chat, report } from './catalog-calls.ts';
import { type RunningAgents, createAgent, goodSpec, publish, startAgents } from './start-agents.ts';

let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents();
});
afterAll(() => agents[Symbol.asyncDispose]());

describe('reports of the gateway', () => {
  test('add models, and say nothing new when nothing is new', async () => {
    const viewer = testViewer();
    const { provider } = await addProvider(agents, viewer);
    const first = await report(agents, viewer, provider.id, [
      chat('large', {
        contextWindow: 128_000,
        inputPricePerMillion: 500_000_000,
        outputPricePerMillion: 1_500_000_000,
      }),
      chat('small'),
    ]);
    expect(await report(agents, viewer, provider.id, [chat('small'), chat('large', { contextWindow: 128_000 })])).toBe(
      first,
    );
    const { data } = await agents.run(
      viewer,
      'query ($id: ID!) { models(filter: { providerId: $id }) { edges { node { slug unpriced contextWindow } } } }',
      { id: provider.id },
    );
    expect(data.models.edges.map((edge: { node: unknown }) => edge.node)).toEqual([
      { slug: 'vendor/large', unpriced: false, contextWindow: 128_000 },
      { slug: 'vendor/small', unpriced: true, contextWindow: null },
    ]);
  });

  test('keep known models when the list could not be read, and mark those that vanished as down', async () => {
    const viewer = testViewer();
    const { provider } = await addProvider(agents, viewer);
    await report(agents, viewer, provider.id, [chat('large'), chat('small')]);
    await report(agents, viewer, provider.id, null, { status: 'DOWN', lastError: 'connect ECONNREFUSED' });
    const read = async () =>
      (await agents.run(viewer, '{ modelProviders { status lastError models { slug status } } }')).data
        .modelProviders[1];
    expect(await read()).toEqual({
      status: 'DOWN',
      lastError: 'connect ECONNREFUSED',
      models: [
        { slug: 'vendor/large', status: 'HEALTHY' },
        { slug: 'vendor/small', status: 'HEALTHY' },
      ],
    });
    await report(agents, viewer, provider.id, [chat('large')]);
    expect(await read()).toEqual({
      status: 'HEALTHY',
      lastError: null,
      models: [
        { slug: 'vendor/large', status: 'HEALTHY' },
        { slug: 'vendor/small', status: 'DOWN' },
      ],
    });
  });

  test("do not undo an administrator's correction of what a model can do", async () => {
    const viewer = testViewer();
    const { provider } = await addProvider(agents, viewer);
    const first = await report(agents, viewer, provider.id, [chat('large')]);
    const [{ id: modelId }] = (await catalog(agents, viewer)).providers[1].models;
    const correct = async (capabilities: readonly string[] | null) =>
      (await agents.run(viewer, UPDATE_MODEL, { input: { modelId, capabilities } })).data.updateModel;
    const capabilities = async () => (await catalog(agents, viewer)).providers[1].models[0].capabilities;
    expect(await correct(['CHAT', 'VISION'])).toMatchObject({ userErrors: [] });
    expect(await report(agents, viewer, provider.id, [chat('large')])).toBe(first + 1);
    expect(await capabilities()).toEqual(['CHAT', 'VISION']);
    expect(await correct([])).toMatchObject({ userErrors: [{ code: 'VALIDATION_FAILED', path: ['capabilities'] }] });
    await correct(null);
    expect(await capabilities()).toEqual(['CHAT']);
  });

  test('of a foreign or removed provider change nothing', async () => {
    const owner = testViewer();
    const { provider } = await addProvider(agents, owner);
    const stranger = testViewer();
    const before = (await catalog(agents, stranger)).revision;
    expect(await report(agents, stranger, provider.id, [chat('large')])).toBe(before);
    expect((await catalog(agents, owner)).providers[1].models).toEqual([]);
  });
});

describe('catalogForGateway', () => {
  test('gives everything, then only what changed since a revision', async () => {
    const viewer = testViewer();
    const { provider } = await addProvider(agents, viewer);
    const all = await catalog(agents, viewer);
    expect(all.providers.map((each: { slug: string }) => each.slug)).toEqual(['builtin', 'vendor']);
    expect(await catalog(agents, viewer, all.revision)).toEqual({
      revision: all.revision,
      providers: [],
      removedIds: [],
    });
    await report(agents, viewer, provider.id, [chat('large')]);
    const changed = await catalog(agents, viewer, all.revision);
    expect(changed.revision).toBe(all.revision + 1);
    expect(changed.providers).toMatchObject([
      { slug: 'vendor', status: 'HEALTHY', models: [{ slug: 'vendor/large' }] },
    ]);
  });
});

describe('updateModel', () => {
  test('overrides prices from an instant on, and disables a model for new publications', async () => {
    const viewer = testViewer();
    const { provider } = await addProvider(agents, viewer);
    await report(agents, viewer, provider.id, [
      chat('large', { inputPricePerMillion: 100, outputPricePerMillion: 200 }),
    ]);
    const modelId = (await catalog(agents, viewer)).providers[1].models[0].id;
    const update = async (input: Record<string, unknown>) =>
      (await agents.run(viewer, UPDATE_MODEL, { input: { modelId, ...input } })).data.updateModel;
    expect(
      (await update({ inputPricePerMillion: 900, pricesValidFrom: '2999-01-01T00:00:00.000Z' })).model,
    ).toMatchObject({ inputPricePerMillion: 100 });
    expect((await update({ inputPricePerMillion: 50 })).model).toMatchObject({
      inputPricePerMillion: 50,
      outputPricePerMillion: 200,
    });
    expect((await update({ inputPricePerMillion: -1 })).userErrors).toEqual([
      { code: 'VALIDATION_FAILED', path: ['inputPricePerMillion'] },
    ]);
    expect((await update({ enabled: false, requestsPerMinute: 60 })).model).toMatchObject({
      enabled: false,
      requestsPerMinute: 60,
      inputPricePerMillion: 50,
    });
    const { agent } = await createAgent(agents, viewer, { spec: { ...goodSpec, model: { primary: 'vendor/large' } } });
    expect((await publish(agents, viewer, agent.id)).userErrors).toMatchObject([
      { code: 'INVALID_SPEC', message: 'The model "vendor/large" is disabled.' },
    ]);
    expect(await report(agents, viewer, provider.id, [chat('large')])).toBe((await catalog(agents, viewer)).revision);
    expect((await update({})).model.enabled).toBe(false);
  });
});
