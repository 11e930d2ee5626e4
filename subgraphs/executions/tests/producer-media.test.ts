import { tenantStatement } from '@aether/common/graph';
import type { AgentSpecInput } from '@aether/schema';
import { executeAgent } from '@aether/runtime';
import { executeAs, mediaModel, type MediaModelOptions, PNG, testViewer } from '@aether/test-support';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createExecutions, endOf, startRun } from './create-executions.ts';
import { fetchLink } from './fetch-link.ts';
import { agentSpec, runnableAgent } from './run-agent-spec.ts';
import { scriptedModelFetch } from './scripted-model-fetch.ts';

const PAINTER = { id: 'mdl_01JD0000000000000000000009', slug: 'acme/painter' };
/** 13 bytes of prompt at 1,000 a token, 8,192 tokens of an image at 2,000. */
const MOST = 13 * 1_000 + 8_192 * 2_000;
const COVER: NonNullable<AgentSpecInput['produces']> = {
  artifacts: { cover: { name: 'Cover', format: 'IMAGE', prompt: 'A calm harbor' } },
  image: { model: PAINTER.slug },
};

const LEDGER = tenantStatement(
  'executions.test-media-ledger',
  'MATCH (u:UsageEntry {tenantId: $tenantId}) RETURN u.cost AS cost, u.modelId AS modelId, u.completionTokens AS tokens',
);
const COUNTED = tenantStatement(
  'executions.test-counted',
  'MATCH (e:Execution {tenantId: $tenantId, id: $id}) RETURN e.mayHaveSpent AS counted',
);
const countedRow = z.object({ counted: z.number() });
const ledgerRow = z.object({ cost: z.number().nullable(), modelId: z.string(), tokens: z.number() });
const LOOK = `query ($id: ID!) { execution(id: $id) { spent artifacts { name kind mimeType url }
  chain { steps { edges { node { key type status cost unpriced model { id } } } } } } }`;

interface Look {
  readonly execution: {
    readonly spent: number;
    readonly artifacts: readonly { readonly name: string; readonly url: string }[];
    readonly chain: {
      readonly steps: { readonly edges: readonly { readonly node: Readonly<Record<string, unknown>> }[] };
    };
  };
}

function createPainter(media: MediaModelOptions = {}) {
  const model = mediaModel(media);
  const spec = agentSpec({ kind: 'PRODUCER', produces: COVER });
  const executions = createExecutions({
    executeAgent,
    operations: {
      AgentVersionForRun: () => ({ agentVersionForRun: { ...runnableAgent({ spec }), models: [PAINTER] } }),
      ModelPrice: () => ({
        model: {
          maximumOutputTokens: null,
          inputPricePerMillion: 1_000_000_000,
          outputPricePerMillion: 2_000_000_000,
          builtIn: false,
        },
      }),
    },
    parts: { modelFetch: model.fetch },
  });
  return { executions, asked: model.asked };
}

test('an image is a paid step with its model, one row of the ledger, and a file that its link serves', async () => {
  const viewer = testViewer();
  const { executions: starting, asked } = createPainter({ cost: 900 });
  await using executions = await starting;
  const { service, parts } = executions;
  const id = await startRun(service, viewer, { budget: MOST });
  expect(await endOf(service, viewer, id)).toMatchObject({ status: 'SUCCEEDED', error: null });
  const { data } = await executeAs<Look>(service, viewer, LOOK, { id });
  expect(data?.execution).toMatchObject({
    spent: 900,
    artifacts: [{ name: 'Cover.png', kind: 'IMAGE', mimeType: 'image/png' }],
    chain: {
      steps: {
        edges: [
          {
            node: {
              key: 'image:cover',
              type: 'LLM_INVOCATION',
              status: 'SUCCEEDED',
              cost: 900,
              model: { id: PAINTER.id },
            },
          },
          { node: { key: 'artifact:cover', type: 'ARTIFACT', status: 'SUCCEEDED' } },
        ],
      },
    },
  });
  const rows = await parts.database.tenant(viewer.tenantId).read(LEDGER, {}, ledgerRow);
  expect(rows).toEqual([{ cost: 900, modelId: PAINTER.id, tokens: 50 }]);
  const response = await fetchLink(service, data?.execution.artifacts[0]?.url ?? '');
  expect(response.headers.get('content-type')).toBe('image/png');
  expect(response.headers.get('content-disposition')).toBe("inline; filename*=UTF-8''Cover.png");
  expect(Buffer.from(await response.arrayBuffer())).toEqual(PNG);
  expect(asked).toHaveLength(1);
});

test('an image that may cost more than the budget has left is not asked for', async () => {
  const viewer = testViewer();
  const { executions: starting, asked } = createPainter();
  await using executions = await starting;
  const id = await startRun(executions.service, viewer, { budget: MOST - 1 });
  expect(await endOf(executions.service, viewer, id)).toMatchObject({
    status: 'FAILED',
    error: { code: 'BUDGET_EXHAUSTED' },
  });
  expect(asked).toEqual([]);
});

test('an image whose price nobody tells is kept, and counts as not priced', async () => {
  const viewer = testViewer();
  const { executions: starting } = createPainter({ cost: null });
  await using executions = await starting;
  const id = await startRun(executions.service, viewer);
  expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED' });
  const { data } = await executeAs<Look>(executions.service, viewer, LOOK, { id });
  expect(data?.execution.chain.steps.edges[0]?.node).toMatchObject({ cost: null, unpriced: true });
});

describe('a podcast of three parts, whose speech nobody tells a price of,', () => {
  const VOICE = { id: 'mdl_01JD0000000000000000000008', slug: 'acme/voice' };
  /** 8,192 tokens at 1,000 each; what is sent costs nothing. */
  const PART = 8_192 * 1_000;
  const turns = [
    { speaker: 'Ana', text: 'One.' },
    { speaker: 'Ben', text: 'Two.' },
    { speaker: 'Ana', text: 'Three.' },
  ];
  const script = JSON.stringify({ title: 'Owls', summary: '', blocks: [{ type: 'script', turns }] });

  function createSpeaker() {
    const model = mediaModel({ chat: scriptedModelFetch(() => ({ text: script })) });
    const spec = agentSpec({
      kind: 'PRODUCER',
      model: { primary: 'acme/writer' },
      produces: {
        artifacts: { sound: { name: 'Owls', format: 'AUDIO' } },
        speech: { model: VOICE.slug, voices: ['low', 'high'] },
      },
    });
    const executions = createExecutions({
      executeAgent,
      operations: {
        // The catalog does not price the writer, so that the budget is the speech's alone.
        AgentVersionForRun: () => ({ agentVersionForRun: { ...runnableAgent({ spec }), models: [VOICE] } }),
        ModelPrice: () => ({
          model: {
            maximumOutputTokens: null,
            inputPricePerMillion: 0,
            outputPricePerMillion: 1_000_000_000,
            builtIn: false,
          },
        }),
      },
      parts: { modelFetch: model.fetch },
    });
    return { executions, asked: model.asked };
  }

  test('is spoken twice at most by a budget for two, which stays counted in the record and is shown as no cost', async () => {
    const viewer = testViewer();
    const { executions: starting, asked } = createSpeaker();
    await using executions = await starting;
    const { service, parts } = executions;
    // The script costs 5.
    const id = await startRun(service, viewer, { budget: 5 + 2 * PART });
    expect(await endOf(service, viewer, id)).toMatchObject({ status: 'FAILED', error: { code: 'BUDGET_EXHAUSTED' } });
    expect(asked).toHaveLength(2);
    const { data } = await executeAs<Look>(service, viewer, LOOK, { id });
    expect(data?.execution.spent).toBe(5);
    const [row] = await parts.database.tenant(viewer.tenantId).read(COUNTED, { id }, countedRow);
    expect(row?.counted).toBeGreaterThanOrEqual(PART);
  });

  test('is spoken whole by a budget for three', async () => {
    const viewer = testViewer();
    const { executions: starting, asked } = createSpeaker();
    await using executions = await starting;
    const id = await startRun(executions.service, viewer, { budget: 5 + 3 * PART });
    expect(await endOf(executions.service, viewer, id)).toMatchObject({ status: 'SUCCEEDED', error: null });
    expect(asked).toHaveLength(3);
  });
});
