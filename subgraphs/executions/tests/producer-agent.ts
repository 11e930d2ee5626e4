import { executeAgent } from '@aether/runtime';
import type { AgentSpecInput } from '@aether/schema';
import { agentOperations, agentSpec } from './run-agent-spec.ts';
import { createExecutions, type TestExecutionsOptions } from './create-executions.ts';
import { scriptedModelFetch } from './scripted-model-fetch.ts';

/** What the model of these tests writes. */
export const PLAN = {
  title: 'Launch plan',
  summary: 'How we launch.',
  blocks: [
    { type: 'heading', level: 1, text: 'Steps' },
    { type: 'list', ordered: true, items: ['Write <script>alert(1)</script>', 'Ship'] },
    { type: 'table', title: 'Dates', columns: ['What', 'When'], rows: [['Ship', '=1+1']] },
  ],
};

export const FILES: NonNullable<AgentSpecInput['produces']> = {
  artifacts: {
    page: { name: 'Plan of {{ inputs.question }}', format: 'HTML' },
    text: { name: 'Plan of {{ inputs.question }}', format: 'MARKDOWN' },
  },
};

export type ModelScript = Parameters<typeof scriptedModelFetch>[0];

/** The service with a PRODUCER whose model writes the plan. */
export function createProducer(
  options: TestExecutionsOptions & { readonly model?: ModelScript; readonly spec?: Partial<AgentSpecInput> } = {},
) {
  const { model = () => ({ text: JSON.stringify(PLAN) }), spec, ...rest } = options;
  return createExecutions({
    executeAgent,
    operations: agentOperations({
      spec: agentSpec({ kind: 'PRODUCER', model: { primary: 'acme/writer' }, produces: FILES, ...spec }),
    }),
    ...rest,
    parts: { modelFetch: scriptedModelFetch(model), ...rest.parts },
  });
}
