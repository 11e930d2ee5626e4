import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTelemetry } from '@aether/common/telemetry';
import { executeAs, testViewer } from '@aether/test-support';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createExecutions, endOf, startRun } from './create-executions.ts';
import { simple } from './scripted-loops.ts';

const spanSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: z.array(z.object({ key: z.string(), value: z.object({ stringValue: z.string().optional() }) })),
});
const exportSchema = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })) })),
});
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const STEPS = `query ($id: ID!) { execution(id: $id) { traceId chain { steps { edges { node { key spanId } } } } } }`;

interface Steps {
  readonly execution: {
    readonly traceId: string;
    readonly chain: { readonly steps: { readonly edges: readonly { node: { key: string; spanId: string } }[] } };
  };
}

/** A run of two steps, one of which fails. Answers what the record says of them. */
async function runOfTwoSteps(traceparent: string): Promise<Steps['execution']> {
  const viewer = testViewer();
  await using executions = await createExecutions({
    executeAgent: async (journal) => {
      await journal.step(
        { key: 'model/0', type: 'LLM_INVOCATION', name: 'Ask', input: 1, model: 'openai/large' },
        async () => ({ output: 'secret words', ...simple }),
      );
      return journal.step({ key: 'model/1', type: 'LLM_INVOCATION', name: 'Fail', input: 2 }, () =>
        Promise.reject(new Error('secret words')),
      );
    },
  });
  const id = await startRun(executions.service, viewer, { traceparent });
  await endOf(executions.service, viewer, id);
  return (await executeAs<Steps>(executions.service, viewer, STEPS, { id })).data.execution;
}

test('each step is a span of the trace of its caller, and the record has its id', async () => {
  const spans: z.infer<typeof spanSchema>[] = [];
  const collector = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { resourceSpans } = exportSchema.parse(JSON.parse(text));
    spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
    response.end('{}');
  });
  await once(collector.listen(0, '127.0.0.1'), 'listening');
  const tracesEndpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const telemetry = await startTelemetry({ serviceName: 'test', tracesEndpoint, metrics: false });
  const execution = await runOfTwoSteps(`00-${TRACE}-00f067aa0ba902b7-01`);
  await telemetry[Symbol.asyncDispose]();
  collector.close();
  collector.closeAllConnections();

  const ofSteps = spans.filter(({ name }) => name === 'step llm_invocation');
  expect(execution.traceId).toBe(TRACE);
  expect(ofSteps.map(({ traceId }) => traceId)).toEqual([TRACE, TRACE]);
  const told = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  for (const { node } of execution.chain.steps.edges) {
    const span = ofSteps.find(({ spanId }) => spanId === node.spanId);
    expect(span?.parentSpanId).toEqual(expect.any(String));
    expect(span?.attributes).toContainEqual(told('aether.step.key', node.key));
  }
  expect(ofSteps[0]?.attributes).toContainEqual(told('gen_ai.request.model', 'openai/large'));
  expect(ofSteps[1]?.attributes).toContainEqual(told('error.type', 'Error'));
  expect(JSON.stringify(spans)).not.toContain('secret words');
});

test('without a collector the record has ids of spans all the same', async () => {
  const { chain } = await runOfTwoSteps(`00-${TRACE}-00f067aa0ba902b7-01`);
  const ids = chain.steps.edges.map(({ node }) => node.spanId);
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{16}$/u);
});
