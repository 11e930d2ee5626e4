import { testViewer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningAgents, createAgent, goodSpec, patch, startAgents } from './start-agents.ts';

let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents();
});
afterAll(() => agents[Symbol.asyncDispose]());

const rename = [{ op: 'replace', path: '/spec/instructions', value: 'Answer briefly.' }];

describe('updateAgentDraft', () => {
  test('applies operations to specification, layout and pins and counts the revision up by one', async () => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    const { draft, conflict, userErrors } = await patch(agents, viewer, agent.id, 1, [
      ...rename,
      { op: 'add', path: '/layout/start', value: { x: 1, y: 2 } },
      { op: 'add', path: '/pins/start', value: { answer: 42 } },
    ]);
    expect({ conflict, userErrors }).toEqual({ conflict: null, userErrors: [] });
    expect(draft).toMatchObject({
      revision: 2,
      layout: { start: { x: 1, y: 2 } },
      pins: { start: { answer: 42 } },
      updatedBy: { id: viewer.userId },
    });
    expect(draft.spec.instructions).toBe('Answer briefly.');
  });

  test('answers a stale revision with theirs and changes nothing', async () => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    await patch(agents, viewer, agent.id, 1, rename);
    const late = await patch(agents, viewer, agent.id, 1, [
      { op: 'replace', path: '/spec/instructions', value: 'Mine.' },
    ]);
    expect(late.draft).toBeNull();
    expect(late.conflict).toMatchObject({
      currentRevision: 2,
      changedBy: { id: viewer.userId },
      theirs: { layout: {}, pins: {} },
    });
    expect(late.conflict.theirs.spec.instructions).toBe('Answer briefly.');
    const { data } = await agents.run(viewer, 'query ($id: ID!) { agent(id: $id) { draft { revision spec } } }', {
      id: agent.id,
    });
    expect(data.agent.draft).toMatchObject({ revision: 2, spec: { instructions: 'Answer briefly.' } });
  });

  test('lets exactly one of two writes at once win', async () => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    const results = await Promise.all(
      Array.from({ length: 4 }, (_, index) =>
        patch(agents, viewer, agent.id, 1, [{ op: 'add', path: '/pins/by', value: index }]),
      ),
    );
    expect(results.filter((result) => result.draft?.revision === 2)).toHaveLength(1);
    expect(results.filter((result) => result.conflict?.currentRevision === 2)).toHaveLength(3);
  });

  test('applies a write that is sent twice with a key only once', async () => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    const operations = [{ op: 'add', path: '/pins/once', value: true }];
    const first = await patch(agents, viewer, agent.id, 1, operations, { idempotencyKey: 'pin' });
    const again = await patch(agents, viewer, agent.id, 1, operations, { idempotencyKey: 'pin' });
    expect(first.draft.revision).toBe(2);
    expect(again).toMatchObject({ draft: { revision: 2 }, conflict: null, userErrors: [] });
  });

  test('leaves the key free when the write met a newer revision', async () => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    const stale = await patch(agents, viewer, agent.id, 7, rename, { idempotencyKey: 'later' });
    expect(stale.conflict.currentRevision).toBe(1);
    const mended = await patch(agents, viewer, agent.id, 1, rename, { idempotencyKey: 'later' });
    expect(mended.draft.revision).toBe(2);
  });

  test.each([
    ['a place that is not there', [{ op: 'remove', path: '/spec/nothing' }], ['operations', '0']],
    [
      'a failed test after good operations',
      [...rename, { op: 'test', path: '/spec/kind', value: 'WORKFLOW' }],
      ['operations', '1'],
    ],
    ['a path outside of the document', [{ op: 'add', path: '/agent', value: 1 }], ['operations', '0']],
    ['an unknown operation', [{ op: 'increment', path: '/spec/limits/steps', value: 1 }], ['operations', '0']],
    ['a member of a text', [{ op: 'add', path: '/spec/instructions/x', value: 1 }], ['operations', '0']],
    ['the prototype', [{ op: 'add', path: '/spec/__proto__/polluted', value: true }], ['operations', '0']],
    ['the loss of the specification', [{ op: 'remove', path: '/spec' }], ['operations', '0']],
  ])('refuses %s and changes nothing', async (_what, operations, path) => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    const result = await patch(agents, viewer, agent.id, 1, operations);
    expect(result.draft).toBeNull();
    expect(result.userErrors).toMatchObject([{ code: 'INVALID_PATCH', path }]);
    expect((await patch(agents, viewer, agent.id, 1, rename)).draft.revision).toBe(2);
  });

  test.each([
    ['no operation', []],
    ['more than 200 operations', Array.from({ length: 201 }, () => rename[0])],
    ['more than 256 kB', [{ op: 'add', path: '/pins/big', value: 'x'.repeat(256_000) }]],
  ])('refuses %s', async (_what, operations) => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    expect((await patch(agents, viewer, agent.id, 1, operations)).userErrors).toMatchObject([
      { code: 'VALIDATION_FAILED', path: ['operations'] },
    ]);
  });

  test('refuses a document that grows beyond its limit in several writes', async () => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    await patch(agents, viewer, agent.id, 1, [{ op: 'add', path: '/pins/a', value: 'x'.repeat(200_000) }]);
    const second = await patch(agents, viewer, agent.id, 2, [
      { op: 'add', path: '/pins/b', value: 'x'.repeat(200_000) },
    ]);
    expect(second.userErrors).toMatchObject([{ code: 'VALIDATION_FAILED', path: ['pins'] }]);
  });

  test('validates references: models, notebooks and tools, each with its path and a fix', async () => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    agents.notebooks.set('handbook', 'nbk_1');
    const { draft } = await patch(agents, viewer, agent.id, 1, [
      { op: 'replace', path: '/spec/model/primary', value: 'builtin/embed' },
      { op: 'add', path: '/spec/model/fallbacks/0', value: 'vendor/gone' },
      { op: 'add', path: '/spec/knowledge/one', value: { notebook: 'handbook' } },
      { op: 'add', path: '/spec/knowledge/two', value: { notebook: 'missing' } },
      { op: 'add', path: '/spec/tools/search', value: { tool: 'crm/search' } },
    ]);
    expect(draft.validation.valid).toBe(false);
    expect(
      draft.validation.issues.map(({ code, path }: { code: string; path: string[] }) => [code, path.join('.')]),
    ).toEqual([
      ['MODEL_INCAPABLE', 'model.primary'],
      ['MODEL_NOT_FOUND', 'model.fallbacks.0'],
      ['NOTEBOOK_NOT_FOUND', 'knowledge.two.notebook'],
      ['TOOL_NOT_FOUND', 'tools.search.tool'],
    ]);
    const fixes = draft.validation.issues.flatMap(({ fix }: { fix: unknown[] }) => fix);
    const mended = await patch(agents, viewer, agent.id, 2, fixes);
    expect(mended.draft.validation).toMatchObject({
      valid: false,
      issues: [{ code: 'DUPLICATE', path: ['model', 'fallbacks', '0'] }],
    });
    const again = await patch(agents, viewer, agent.id, 3, mended.draft.validation.issues[0].fix);
    expect(again.draft.validation).toEqual({ valid: true, issues: [] });
  });

  test('tells look-ups of inputs that are not declared and schemas that are none', async () => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    const { draft } = await patch(agents, viewer, agent.id, 1, [
      { op: 'replace', path: '/spec/instructions', value: 'Answer {{ inputs.qestion }}.' },
      { op: 'add', path: '/spec/outputs', value: { type: 'object', required: 'answer' } },
    ]);
    expect(draft.validation.issues).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'UNKNOWN_PLACEHOLDER', path: ['instructions'] }),
        expect.objectContaining({ code: 'WRONG_JSON_SCHEMA', path: ['outputs', 'required'] }),
      ]),
    );
  });

  test('goes on while memory does not answer, with a warning', async () => {
    const viewer = testViewer();
    const { agent } = await createAgent(agents, viewer);
    agents.memoryIsDown = true;
    const { draft } = await patch(agents, viewer, agent.id, 1, [
      { op: 'add', path: '/spec/knowledge/one', value: { notebook: 'handbook' } },
    ]);
    agents.memoryIsDown = false;
    expect(draft.validation).toMatchObject({ valid: true, issues: [{ code: 'UNAVAILABLE', path: ['knowledge'] }] });
  });
});

describe('validateAgent', () => {
  test('reports without an agent', async () => {
    const { data } = await agents.run(
      testViewer(),
      'query ($spec: JSON!) { validateAgent(spec: $spec) { valid issues { code path } } }',
      { spec: { ...goodSpec, limits: { steps: 0 } } },
    );
    expect(data.validateAgent).toEqual({ valid: false, issues: [{ code: 'TOO_SMALL', path: ['limits', 'steps'] }] });
  });

  test('answers the JSON Schema of a specification', async () => {
    const { data } = await agents.run(testViewer(), '{ agentSpecSchema }');
    expect(data.agentSpecSchema).toMatchObject({
      type: 'object',
      required: expect.arrayContaining(['specVersion', 'kind']),
    });
  });
});
