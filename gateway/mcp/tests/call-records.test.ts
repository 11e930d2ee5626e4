import { createLogger } from '@aether/common/service';
import { testOperations, testViewer } from '@aether/test-support';
import { expect, test } from 'vitest';
import { CallRecords } from '../src/call-records.ts';
import { GatewayEvents } from '../src/events.ts';
import type { CalledTool } from '../src/federation/called-tool.ts';

const CALLED: CalledTool = {
  tool: { id: 'tol_1', slug: 'crm/put', effect: 'ONCE' },
  outcome: 'SUCCEEDED',
  durationMs: 1,
  rules: [],
  wasSent: true,
};
const REFUSED: CalledTool = { ...CALLED, outcome: 'TOOL_NOT_ALLOWED', wasSent: false };

function recording(waitFor: Promise<void> = Promise.resolve()) {
  const recorded: string[] = [];
  let nowMs = 0;
  const viewer = testViewer();
  const records = new CallRecords({
    clock: { monotonicMs: () => nowMs },
    events: new GatewayEvents(createLogger('mcp-gateway', { level: 'silent' })),
    operations: testOperations({
      RecordToolCall: async ({ input }, { onBehalfOf }) => {
        await waitFor;
        recorded.push(
          `${onBehalfOf?.tenantId === viewer.tenantId ? 'ours' : 'theirs'} ${(input as CalledTool).outcome}`,
        );
        return { recordToolCall: { userErrors: [] } };
      },
    }),
  });
  const add = (called: Partial<CalledTool>, who = viewer, caller = 'graphql-gateway') => {
    const context = {
      requestId: 'req_1',
      viewer: who,
      caller,
      signal: new AbortController().signal,
      traceparent: null,
    };
    records.add({ viewer: who, context: { ...context, loaders: new Map() as never } }, { ...CALLED, ...called });
  };
  return {
    recorded,
    records,
    add,
    viewer,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

test('what was never sent is not recorded, but what a key may not call is, once a minute for each key and tool', async () => {
  const { recorded, records, add, viewer, pass } = recording();
  for (const outcome of ['TOOL_ARGUMENTS_INVALID', 'TOOL_NOT_APPROVED']) add({ outcome, wasSent: false });
  add({ ...REFUSED, tool: { ...CALLED.tool, effect: 'READ' } });
  add(REFUSED);
  add({ ...REFUSED, tool: { ...CALLED.tool, id: 'tol_2' } });
  const apiKey = { id: 'key_1', models: [], tools: ['a/*'], tokensPerMinute: null };
  add(REFUSED, { ...viewer, apiKey });
  add(REFUSED, { ...viewer, apiKey });
  pass(60_000);
  add(REFUSED);
  await records[Symbol.asyncDispose]();
  expect(recorded).toEqual(Array.from({ length: 4 }, () => 'ours TOOL_NOT_ALLOWED'));
});

test('each call that may write is recorded, a quarantined answer of one that reads once a minute', async () => {
  const { recorded, records, add } = recording();
  for (let call = 0; call < 3; call += 1) add({ rules: ['SECRET_REQUEST'] });
  for (let call = 0; call < 3; call += 1)
    add({ rules: ['SECRET_REQUEST'], outcome: 'READ', tool: { ...CALLED.tool, effect: 'READ' } });
  add({ outcome: 'OF_A_RUN' }, undefined, 'executions');
  await records[Symbol.asyncDispose]();
  expect(recorded).toEqual(['ours SUCCEEDED', 'ours SUCCEEDED', 'ours SUCCEEDED', 'ours READ']);
});

test('a tenant whose records wait does not take the place of another', async () => {
  const gate = Promise.withResolvers<void>();
  const { recorded, records, add } = recording(gate.promise);
  for (let call = 0; call < 1_100; call += 1) add({});
  add({}, testViewer());
  gate.resolve();
  await records[Symbol.asyncDispose]();
  expect(recorded.filter((each) => each.startsWith('ours'))).toHaveLength(200);
  expect(recorded).toContain('theirs SUCCEEDED');
});
