import { testViewer } from '@aether/test-support';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addProvider } from './catalog-calls.ts';
import { type RunningAgents, startAgents } from './start-agents.ts';

const QUERY =
  '{ modelProviders { slug health { state calls successRate latencyP95Ms lastError { code message at } openModels openUntil gateways } } }';
const at = '2026-11-23T10:00:00.000Z';
const open = {
  slug: 'vendor',
  state: 'OPEN',
  calls: 10,
  failedCalls: 5,
  successRate: 0.5,
  latencyP50Ms: 100,
  latencyP95Ms: 900,
  firstTokenP50Ms: null,
  firstTokenP95Ms: null,
  inFlight: 1,
  lastSuccessAt: at,
  lastError: { code: 'PROVIDER_UNAVAILABLE', at },
  rateLimitedUntil: null,
  openModels: ['vendor/a'],
  openUntil: at,
  gateways: 2,
};

let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents();
});
afterAll(() => agents[Symbol.asyncDispose]());
beforeEach(() => {
  agents.providerHealth.clear();
  agents.healthQuestions.length = 0;
});

async function healthOfVendor(viewer = testViewer()) {
  await addProvider(agents, viewer);
  const { data, errors } = await agents.run(viewer, QUERY);
  expect(errors).toEqual([]);
  return data.modelProviders.find(({ slug }: { slug: string }) => slug === 'vendor').health;
}

test('comes from the LLM gateway, asked once for all providers', async () => {
  agents.providerHealth.set('vendor', open);
  expect(await healthOfVendor()).toEqual({
    state: 'OPEN',
    calls: 10,
    successRate: 0.5,
    latencyP95Ms: 900,
    lastError: { code: 'PROVIDER_UNAVAILABLE', message: 'The vendor is down or not reachable.', at },
    openModels: ['vendor/a'],
    openUntil: at,
    gateways: 2,
  });
  expect(agents.healthQuestions).toHaveLength(1);
  expect(agents.healthQuestions[0]).toContain('provider=builtin');
});

test('is null when the gateway does not answer, and the catalog is there', async () => {
  agents.providerHealth.set('vendor', { isDown: true });
  expect(await healthOfVendor()).toBeNull();
});

test('is null when the gateway answers something else', async () => {
  agents.providerHealth.set('vendor', { ...open, state: 'FINE' });
  expect(await healthOfVendor()).toBeNull();
});

test('is asked by no list that does not show it', async () => {
  await agents.run(testViewer(), '{ modelProviders { slug } }');
  expect(agents.healthQuestions).toEqual([]);
});
