import { checkStatement, registeredStatements } from '@aether/common/graph';
import { executeAs, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allEvents, createExecutions, endOf, startRun, type TestExecutions } from './create-executions.ts';
import { AGENT_ID } from './run-agent-spec.ts';

let executions: TestExecutions;
beforeAll(async () => {
  executions = await createExecutions();
});
afterAll(() => executions[Symbol.asyncDispose]());

const member = (tenantId?: string) =>
  testViewer({ roleKey: 'member', ...(tenantId === undefined ? {} : { tenantId }) });

const UNKNOWN = 'exe_01JD0000000000000000000000';

test('a run of another tenant, and of a colleague, answers exactly as an unknown one', async () => {
  const { service } = executions;
  const owner = member();
  const id = await startRun(service, owner);
  await endOf(service, owner, id);
  const operations = [
    'query ($id: ID!) { execution(id: $id) { id } }',
    'query ($id: ID!) { step(executionId: $id, stepId: "stp_1") { id } }',
    'mutation ($id: ID!) { cancelExecution(input: { executionId: $id }) { execution { id } } }',
    'mutation ($id: ID!) { rateExecution(input: { executionId: $id, satisfaction: 5 }) { execution { id } } }',
    'query ($id: ID!) { _entities(representations: [{ __typename: "Execution", id: $id }]) { __typename } }',
  ];
  const masked = (value: unknown) =>
    JSON.stringify(value)
      .replaceAll(id, 'ID')
      .replaceAll(UNKNOWN, 'ID')
      .replaceAll(/req_[^"]*/gu, '');
  for (const stranger of [testViewer(), member(), member(owner.tenantId)]) {
    for (const operation of operations) {
      const foreign = await executeAs(service, stranger, operation, { id });
      expect(masked(foreign)).toBe(masked(await executeAs(service, stranger, operation, { id: UNKNOWN })));
    }
    await expect(allEvents(service, stranger, id)).rejects.toMatchObject({ extensions: { code: 'NOT_FOUND' } });
  }
  expect((await executeAs(service, owner, operations[0] ?? '', { id })).data).toEqual({ execution: { id } });
});

const LIST =
  'query ($filter: ExecutionFilter, $first: Int, $after: String) { executions(filter: $filter, first: $first, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }';

interface Page {
  readonly executions: {
    readonly edges: readonly { readonly node: { readonly id: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

test('a list holds one’s own runs, newest first, page by page; a manager sees those of the tenant', async () => {
  const { service } = executions;
  const owner = member();
  const manager = testViewer({ tenantId: owner.tenantId });
  const ids: string[] = [];
  for (const question of ['One?', 'Two?', 'Three?', 'Four?', 'Five?'])
    ids.push(await startRun(service, owner, { input: { question } }));
  const others = await startRun(service, manager);
  const list = async (viewer: typeof owner, variables: Readonly<Record<string, unknown>> = {}) => {
    const { data, errors } = await executeAs<Page>(service, viewer, LIST, variables);
    expect(errors).toEqual([]);
    return data.executions;
  };
  const seen: string[] = [];
  for (let after: string | null = null; ;) {
    const page = await list(owner, { first: 2, after });
    seen.push(...page.edges.map(({ node }) => node.id));
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect(seen).toEqual(ids.toReversed());
  expect((await list(manager)).edges).toHaveLength(6);
  expect((await list(manager, { filter: { startedById: owner.userId } })).edges).toHaveLength(5);
  expect((await list(owner, { filter: { startedById: manager.userId } })).edges).toEqual([]);
  expect((await list(owner, { filter: { search: 'THREE' } })).edges).toMatchObject([{ node: { id: ids[2] } }]);
  expect((await list(manager, { filter: { agentId: AGENT_ID, origins: ['API'] } })).edges).toHaveLength(6);
  for (const id of ids) await endOf(service, owner, id);
  await endOf(service, manager, others);
  expect((await list(owner, { filter: { statuses: ['SUCCEEDED'], minimumDurationMs: 0 } })).edges).toHaveLength(5);
  expect((await list(owner, { filter: { statuses: ['FAILED'] } })).edges).toEqual([]);
  const { errors } = await executeAs(service, owner, LIST, { first: 101 });
  expect(errors).toMatchObject([{ extensions: { code: 'VALIDATION_FAILED' } }]);
});

test('every statement keeps to its tenant', () => {
  const statements = registeredStatements().filter(({ name }) => name.startsWith('executions.'));
  expect(statements.length).toBeGreaterThan(20);
  expect(statements.flatMap((statement) => [...checkStatement(statement)])).toEqual([]);
});
