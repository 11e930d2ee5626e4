import { testId, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REMOVE, addProvider, catalog, chat, report } from './catalog-calls.ts';
import { type RunningAgents, createAgent, goodSpec, patch, publish, startAgents } from './start-agents.ts';

let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents();
});
afterAll(() => agents[Symbol.asyncDispose]());

describe('the built-in provider', () => {
  test('is there for every tenant at the first look, priced at zero', async () => {
    const viewer = testViewer({ roleKey: 'viewer' });
    const { data } = await agents.run(
      viewer,
      '{ modelProviders { slug protocol models { slug capabilities unpriced inputPricePerMillion builtIn provider { slug } } } }',
    );
    expect(data.modelProviders).toEqual([
      {
        slug: 'builtin',
        protocol: 'BUILTIN',
        models: [
          {
            slug: 'builtin/embed',
            capabilities: ['EMBEDDINGS'],
            unpriced: false,
            inputPricePerMillion: 0,
            builtIn: true,
            provider: { slug: 'builtin' },
          },
          {
            slug: 'builtin/extract',
            capabilities: ['CHAT', 'JSON_SCHEMA', 'TOOLS'],
            unpriced: false,
            inputPricePerMillion: 0,
            builtIn: true,
            provider: { slug: 'builtin' },
          },
        ],
      },
    ]);
  });

  test('is made once when many look at once', async () => {
    const viewer = testViewer();
    const looks = await Promise.all(
      Array.from({ length: 8 }, () => agents.run(viewer, '{ models { edges { node { id slug } } } }')),
    );
    expect(new Set(looks.map((look) => JSON.stringify(look.data))).size).toBe(1);
  });

  test('cannot be removed or changed, only disabled', async () => {
    const viewer = testViewer();
    const { data } = await agents.run(viewer, '{ modelProviders { id } }');
    const providerId = data.modelProviders[0].id;
    expect((await agents.run(viewer, REMOVE, { input: { providerId } })).data.removeModelProvider.userErrors).toEqual([
      { code: 'CONFLICT' },
    ]);
    const update =
      'mutation ($input: UpdateModelProviderInput!) { updateModelProvider(input: $input) { provider { enabled } userErrors { code } } }';
    expect(
      (await agents.run(viewer, update, { input: { providerId, baseUrl: 'https://example.com' } })).data
        .updateModelProvider.userErrors,
    ).toEqual([{ code: 'CONFLICT' }]);
    expect(
      (await agents.run(viewer, update, { input: { providerId, enabled: false } })).data.updateModelProvider.provider,
    ).toEqual({ enabled: false });
  });
});

describe('providers', () => {
  test('are added with a checked address and a credential by id', async () => {
    const viewer = testViewer();
    const credentialId = testId('crd');
    const { provider } = await addProvider(agents, viewer, { credentialId });
    expect(provider).toMatchObject({
      slug: 'vendor',
      baseUrl: 'http://localhost:11434/v1',
      status: 'UNKNOWN',
      enabled: true,
      credential: { id: credentialId },
      models: [],
    });
  });

  test.each([
    ['an address that is none', { baseUrl: 'localhost' }, 'VALIDATION_FAILED', ['baseUrl']],
    ['another protocol of the address', { baseUrl: 'file:///etc/passwd' }, 'VALIDATION_FAILED', ['baseUrl']],
    ['a password in the address', { baseUrl: 'https://user:secret@example.com' }, 'VALIDATION_FAILED', ['baseUrl']],
    ['a second built-in one', { protocol: 'BUILTIN' }, 'VALIDATION_FAILED', ['protocol']],
    ['a preset that nobody knows', { preset: 'skynet' }, 'VALIDATION_FAILED', ['preset']],
    ['a preset that speaks otherwise', { preset: 'anthropic' }, 'VALIDATION_FAILED', ['protocol']],
    ['a slug that is taken', { slug: 'builtin' }, 'ALREADY_EXISTS', ['slug']],
  ])('refuses %s', async (_what, input, code, path) => {
    expect((await addProvider(agents, testViewer(), input)).userErrors).toMatchObject([{ code, path }]);
  });

  test('can be made from the preset of a vendor', async () => {
    const viewer = testViewer();
    const { data } = await agents.run(
      viewer,
      '{ modelProviderPresets { key name protocol baseUrl needsKey notes } }',
      {},
    );
    const preset = data.modelProviderPresets.find(({ key }: { key: string }) => key === 'anthropic');
    expect(preset).toMatchObject({ name: 'Anthropic', protocol: 'ANTHROPIC', needsKey: true });
    const { key, name, protocol, baseUrl } = preset;
    const { provider } = await addProvider(agents, viewer, { preset: key, name, protocol, baseUrl });
    const found = await agents.run(viewer, '{ modelProviders { id preset protocol } }', {});
    expect(found.data.modelProviders).toContainEqual({ id: provider.id, preset: 'anthropic', protocol: 'ANTHROPIC' });
  });

  test('keep their credential on one origin, and lose or name it for another', async () => {
    const viewer = testViewer();
    const limited = { ...viewer, permissions: viewer.permissions.filter((name) => !name.startsWith('credential:')) };
    const { provider } = await addProvider(agents, viewer, { credentialId: 'crd_1' });
    const CHANGE = `mutation ($input: UpdateModelProviderInput!) { updateModelProvider(input: $input) {
      provider { baseUrl credential { id } } userErrors { code path } } }`;
    const change = (by: typeof viewer, input: object) =>
      agents.run(by, CHANGE, { input: { providerId: provider.id, ...input } });
    const elsewhere = { baseUrl: 'https://collector.example.com/v1' };
    const refused = { provider: null, userErrors: [{ code: 'CREDENTIAL_SCOPE', path: ['credentialId'] }] };
    const path = { baseUrl: 'http://localhost:11434/v2' };
    expect((await change(limited, path)).data.updateModelProvider.provider).toEqual({
      ...path,
      credential: { id: 'crd_1' },
    });
    expect((await change(limited, elsewhere)).data.updateModelProvider).toEqual(refused);
    // Nor in two steps, by way of no address.
    expect((await change(limited, { baseUrl: null })).data.updateModelProvider).toEqual(refused);
    const named = await change(limited, { ...elsewhere, credentialId: 'crd_1' });
    expect(named.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await change(limited, { ...elsewhere, credentialId: null })).data.updateModelProvider.provider).toEqual({
      ...elsewhere,
      credential: null,
    });
    const again = { baseUrl: 'http://localhost:11434/v1', credentialId: 'crd_1' };
    expect((await change(viewer, again)).data.updateModelProvider.provider).toMatchObject({
      credential: { id: 'crd_1' },
    });
  });

  test('are for those who manage models', async () => {
    expect((await addProvider(agents, testViewer({ roleKey: 'builder' }))).errors[0]?.extensions).toMatchObject({
      code: 'FORBIDDEN',
      facts: { permission: 'model:manage' },
    });
  });

  test('are removed with their models unless a published agent names one', async () => {
    const viewer = testViewer();
    const { provider } = await addProvider(agents, viewer);
    await report(agents, viewer, provider.id, [chat('large')]);
    const { agent } = await createAgent(agents, viewer, { spec: { ...goodSpec, model: { primary: 'vendor/large' } } });
    await publish(agents, viewer, agent.id);
    expect(
      (await agents.run(viewer, REMOVE, { input: { providerId: provider.id } })).data.removeModelProvider.userErrors,
    ).toEqual([{ code: 'IN_USE' }]);
    await patch(agents, viewer, agent.id, 1, [
      { op: 'replace', path: '/spec/model/primary', value: 'builtin/extract' },
    ]);
    await publish(agents, viewer, agent.id, 2);
    const before = await catalog(agents, viewer);
    expect((await agents.run(viewer, REMOVE, { input: { providerId: provider.id } })).data.removeModelProvider).toEqual(
      { deletedId: provider.id, userErrors: [] },
    );
    const after = await catalog(agents, viewer, before.revision);
    expect(after.removedIds).toHaveLength(2);
    expect(after.removedIds).toContain(provider.id);
    expect((await agents.run(viewer, '{ model(slug: "vendor/large") { id } }')).data.model).toBeNull();
  });
});

test('own keys of people are allowed by an administrator, for one provider, and not for the built-in one', async () => {
  const viewer = testViewer();
  const { provider } = await addProvider(agents, viewer, { credentialId: testId('crd') });
  const update =
    'mutation ($input: UpdateModelProviderInput!) { updateModelProvider(input: $input) { provider { allowOwnKeys } userErrors { code } } }';
  const change = async (who: typeof viewer, providerId: string) =>
    agents.run(who, update, { input: { providerId, allowOwnKeys: true } });
  const read = async () =>
    (await agents.run(viewer, '{ modelProviders { id slug allowOwnKeys } }')).data.modelProviders;
  expect((await read()).every(({ allowOwnKeys }: { allowOwnKeys: boolean }) => !allowOwnKeys)).toBe(true);
  const member = testViewer({ tenantId: viewer.tenantId, roleKey: 'member' });
  expect((await change(member, provider.id)).errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  const stranger = testViewer();
  expect((await change(stranger, provider.id)).errors?.[0]?.extensions?.['code']).toBe('NOT_FOUND');
  expect((await change(viewer, provider.id)).data.updateModelProvider).toEqual({
    provider: { allowOwnKeys: true },
    userErrors: [],
  });
  const { providers } = await catalog(agents, viewer);
  expect(providers.find(({ id }: { id: string }) => id === provider.id)).toMatchObject({ allowOwnKeys: true });
  const builtIn = (await read()).find(({ slug }: { slug: string }) => slug === 'builtin');
  expect((await change(viewer, builtIn.id)).data.updateModelProvider.userErrors).toEqual([{ code: 'CONFLICT' }]);
});

test('own keys are not allowed where the provider has no key of its own, nor is the key taken away while they are', async () => {
  const viewer = testViewer();
  const update =
    'mutation ($input: UpdateModelProviderInput!) { updateModelProvider(input: $input) { provider { allowOwnKeys } userErrors { code path message } } }';
  const change = async (input: object) =>
    (await agents.run(viewer, update, { input })).data.updateModelProvider as {
      readonly provider: object | null;
      readonly userErrors: readonly object[];
    };
  const refused = {
    provider: null,
    userErrors: [
      { code: 'OWN_KEYS_NOT_ALLOWED', path: ['allowOwnKeys'], message: expect.stringContaining('past all budgets') },
    ],
  };
  const { provider: open } = await addProvider(agents, viewer);
  expect(await change({ providerId: open.id, allowOwnKeys: true })).toEqual(refused);
  const { provider: keyed } = await addProvider(agents, viewer, { slug: 'keyed', credentialId: testId('crd') });
  expect(await change({ providerId: keyed.id, allowOwnKeys: true })).toMatchObject({ userErrors: [] });
  expect(await change({ providerId: keyed.id, credentialId: null })).toEqual(refused);
  expect(await change({ providerId: keyed.id, credentialId: null, allowOwnKeys: false })).toMatchObject({
    userErrors: [],
  });
});
