import { checkStatement, registeredStatements } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import type { Service, ServiceParts } from '@aether/common/service';
import { createTestParts, executeAs, testId, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestingService, testingConfig } from '../src/index.ts';

/** Agents that the agents service knows: who owns them. */
const owners = new Map<string, Viewer>();
let parts: ServiceParts & AsyncDisposable;
let service: Service;

beforeAll(async () => {
  parts = await createTestParts({
    service: 'testing',
    operations: {
      AgentAccess: ({ id }, { onBehalfOf }) => {
        const owner = owners.get(String(id));
        if (owner === undefined || owner.tenantId !== onBehalfOf?.tenantId) return { agent: null };
        const allowed = owner.userId === onBehalfOf.userId;
        return {
          agent: {
            id,
            slug: 'agent',
            name: 'Agent',
            viewerActions: [{ name: 'updateAgent', allowed, reason: allowed ? null : 'Only its owner may.' }],
          },
        };
      },
    },
  });
  service = await createTestingService(
    testingConfig({ TESTING_MAXIMUM_CASES: '3', TESTING_COMPARISONS_PARALLEL: '0' }),
    parts,
  );
  await service.start();
});
afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await parts[Symbol.asyncDispose]();
});

// oxlint-disable-next-line typescript/no-explicit-any -- a test compares what it reads
type Answer = any;

async function run(viewer: Viewer, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
  return executeAs<Answer>(service, viewer, query, variables);
}

function agentOf(viewer: Viewer): string {
  const id = testId('agt');
  owners.set(id, viewer);
  return id;
}

const CREATE =
  'mutation ($input: CreateTestSuiteInput!) { createTestSuite(input: $input) { suite { id name gate passThreshold agent { id } createdBy { id } } userErrors { code path } } }';
const ADD =
  'mutation ($input: AddTestCaseInput!) { addTestCase(input: $input) { case { id name input checks { id kind configuration weight } } userErrors { code path message } } }';
const READ = 'query ($id: ID!) { testSuite(id: $id) { name cases { totalCount edges { node { id name input } } } } }';

async function createSuite(viewer: Viewer, agentId = agentOf(viewer), input: Record<string, unknown> = {}) {
  return (await run(viewer, CREATE, { input: { agentId, name: 'Basics', ...input } })).data?.createTestSuite;
}

async function addCase(viewer: Viewer, suiteId: string, input: Record<string, unknown> = {}) {
  return (await run(viewer, ADD, { input: { suiteId, name: 'Refund', ...input } })).data?.addTestCase;
}

test('every statement carries its tenant', () => {
  expect(
    registeredStatements()
      .filter((statement) => statement.name.startsWith('testing.'))
      .flatMap(checkStatement),
  ).toEqual([]);
});

describe('suites', () => {
  test('are made for an agent, changed, listed and deleted with their cases', async () => {
    const viewer = testViewer({ roleKey: 'builder' });
    const agentId = agentOf(viewer);
    const { suite } = await createSuite(viewer, agentId);
    expect(suite).toEqual({
      id: suite.id,
      name: 'Basics',
      gate: false,
      passThreshold: 1,
      agent: { id: agentId },
      createdBy: { id: viewer.userId },
    });
    const { data } = await run(
      viewer,
      'mutation ($input: UpdateTestSuiteInput!) { updateTestSuite(input: $input) { suite { name gate passThreshold } } }',
      {
        input: { suiteId: suite.id, gate: true, passThreshold: 0.5 },
      },
    );
    expect(data.updateTestSuite.suite).toEqual({ name: 'Basics', gate: true, passThreshold: 0.5 });
    const second = (await createSuite(viewer, agentId, { name: 'More' })).suite;
    const list =
      'query ($agentId: ID!, $after: String) { testSuites(agentId: $agentId, first: 1, after: $after) { edges { node { name } } pageInfo { hasNextPage endCursor } } }';
    const first = (await run(viewer, list, { agentId })).data.testSuites;
    expect(first).toMatchObject({ edges: [{ node: { name: 'Basics' } }], pageInfo: { hasNextPage: true } });
    expect((await run(viewer, list, { agentId, after: first.pageInfo.endCursor })).data.testSuites).toMatchObject({
      edges: [{ node: { name: 'More' } }],
      pageInfo: { hasNextPage: false },
    });
    const added = await addCase(viewer, second.id);
    await run(viewer, 'mutation ($input: DeleteTestSuiteInput!) { deleteTestSuite(input: $input) { deletedId } }', {
      input: { suiteId: second.id },
    });
    const gone = await run(
      viewer,
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }',
      {
        representations: [
          { __typename: 'TestSuite', id: second.id },
          { __typename: 'TestCase', id: added.case.id },
          { __typename: 'TestSuite', id: suite.id },
        ],
      },
    );
    expect(gone.data._entities).toEqual([null, null, { __typename: 'TestSuite' }]);
  });

  test.each([
    ['an empty name', { name: ' ' }, ['name']],
    ['a threshold above one', { passThreshold: 1.5 }, ['passThreshold']],
  ])('are refused with %s', async (_what, input, path) => {
    expect(await createSuite(testViewer(), undefined, input)).toMatchObject({
      suite: null,
      userErrors: [{ code: 'VALIDATION_FAILED', path }],
    });
  });

  test('are for those who may change the agent; a colleague reads, a stranger sees nothing', async () => {
    const owner = testViewer();
    const agentId = agentOf(owner);
    const { suite } = await createSuite(owner, agentId);
    const { case: testCase } = await addCase(owner, suite.id);
    const colleague = { ...testViewer({ roleKey: 'builder' }), tenantId: owner.tenantId };
    expect((await run(colleague, READ, { id: suite.id })).data.testSuite.name).toBe('Basics');
    expect((await run(colleague, ADD, { input: { suiteId: suite.id, name: 'Sneaky' } })).errors[0]).toMatchObject({
      message: 'Only its owner may.',
      extensions: { code: 'FORBIDDEN' },
    });
    const stranger = testViewer();
    expect((await run(stranger, READ, { id: suite.id })).data.testSuite).toBeNull();
    for (const [query, input] of [
      [CREATE, { agentId, name: 'Mine' }],
      [ADD, { suiteId: suite.id, name: 'Mine' }],
      [
        'mutation ($input: UpdateTestSuiteInput!) { updateTestSuite(input: $input) { suite { id } } }',
        { suiteId: suite.id, gate: false },
      ],
      [
        'mutation ($input: DeleteTestSuiteInput!) { deleteTestSuite(input: $input) { deletedId } }',
        { suiteId: suite.id },
      ],
      [
        'mutation ($input: RemoveTestCaseInput!) { removeTestCase(input: $input) { deletedId } }',
        { caseId: testCase.id },
      ],
    ] as const) {
      expect((await run(stranger, query, { input })).errors[0]?.extensions, query).toMatchObject({ code: 'NOT_FOUND' });
    }
    expect((await run(owner, READ, { id: suite.id })).data.testSuite.cases.totalCount).toBe(1);
  });

  test('are not for the role viewer to change', async () => {
    const viewer = testViewer({ roleKey: 'viewer' });
    expect(
      (await run(viewer, CREATE, { input: { agentId: agentOf(viewer), name: 'Mine' } })).errors[0]?.extensions,
    ).toMatchObject({ code: 'FORBIDDEN', facts: { permission: 'test-suite:write' } });
  });
});

describe('cases', () => {
  test('keep input and checks with their defaults, and are changed and removed', async () => {
    const viewer = testViewer();
    const { suite } = await createSuite(viewer);
    const { case: made } = await addCase(viewer, suite.id, {
      input: { question: 'Refund?' },
      checks: [
        { kind: 'CONTAINS', configuration: { text: '30 days' } },
        { kind: 'CITED', configuration: {}, weight: 2 },
      ],
    });
    expect(made).toMatchObject({
      name: 'Refund',
      input: { question: 'Refund?' },
      checks: [
        { kind: 'CONTAINS', configuration: { text: '30 days', ignoreCase: true }, weight: 1 },
        { kind: 'CITED', configuration: { minimum: 1 }, weight: 2 },
      ],
    });
    const update = await run(
      viewer,
      'mutation ($input: UpdateTestCaseInput!) { updateTestCase(input: $input) { case { name input checks { kind } } } }',
      {
        input: {
          caseId: made.id,
          name: 'Returns',
          checks: [{ kind: 'COST_BELOW', configuration: { nanoUsd: 1_000 } }],
        },
      },
    );
    expect(update.data.updateTestCase.case).toEqual({
      name: 'Returns',
      input: { question: 'Refund?' },
      checks: [{ kind: 'COST_BELOW' }],
    });
    await run(viewer, 'mutation ($input: RemoveTestCaseInput!) { removeTestCase(input: $input) { deletedId } }', {
      input: { caseId: made.id },
    });
    expect((await run(viewer, READ, { id: suite.id })).data.testSuite.cases).toEqual({ totalCount: 0, edges: [] });
  });

  test.each([
    ['CONTAINS without a text', { kind: 'CONTAINS', configuration: {} }, ['checks', '0', 'configuration', 'text']],
    [
      'a misspelled member',
      { kind: 'CONTAINS', configuration: { text: 'a', ignorecase: true } },
      ['checks', '0', 'configuration'],
    ],
    [
      'a pattern that is none',
      { kind: 'PATTERN', configuration: { pattern: '(' } },
      ['checks', '0', 'configuration', 'pattern'],
    ],
    [
      'a schema that is a list',
      { kind: 'SCHEMA', configuration: { schema: [] } },
      ['checks', '0', 'configuration', 'schema'],
    ],
    [
      'a score above one',
      { kind: 'JUDGE', configuration: { criteria: 'Polite', minimumScore: 7 } },
      ['checks', '0', 'configuration', 'minimumScore'],
    ],
    ['a weight of zero', { kind: 'CITED', configuration: {}, weight: 0 }, ['checks', '0', 'weight']],
  ])('refuse %s', async (_what, check, path) => {
    const viewer = testViewer();
    const { suite } = await createSuite(viewer);
    expect(await addCase(viewer, suite.id, { checks: [check] })).toMatchObject({
      case: null,
      userErrors: [{ code: 'VALIDATION_FAILED', path }],
    });
  });

  test('are limited in number, also when they are added at once', async () => {
    const viewer = testViewer();
    const { suite } = await createSuite(viewer);
    const added = await Promise.all(Array.from({ length: 5 }, () => addCase(viewer, suite.id)));
    expect(added.filter((each) => each.case !== null)).toHaveLength(3);
    expect(added.flatMap((each) => each.userErrors.map((error: { code: string }) => error.code))).toEqual([
      'CONFLICT',
      'CONFLICT',
    ]);
  });
});
