import { type ListTasksRequest, TaskState } from '@a2a-js/sdk';
import type { Viewer } from '@aether/common/security';
import { testViewer } from '@aether/test-support';
import { expect, test } from 'vitest';
import { connect, createAgent, edgeFetch, message, started, text } from './a2a-client.ts';
import { agentSpec } from './run-agent-spec.ts';
import { twoSteps } from './scripted-loops.ts';
import type { ExecuteAgent } from '../src/worker/worker-parts.ts';

const answer: ExecuteAgent = async ({ run }) => ({
  output: { answer: String(run.input['question'] ?? run.input['message']) },
  text: '',
  citations: [],
});

const list = (asked: Partial<ListTasksRequest> = {}): ListTasksRequest => ({
  tenant: '',
  contextId: '',
  status: TaskState.TASK_STATE_UNSPECIFIED,
  pageToken: '',
  statusTimestampAfter: undefined,
  ...asked,
});
const ids = ({ tasks }: { readonly tasks: readonly { readonly id: string }[] }) => tasks.map(({ id }) => id);

test('tasks are listed by their last change, page by page, and none twice', async () => {
  await using executions = await createAgent(answer);
  const client = await connect(executions, testViewer());
  const made: string[] = [];
  for (let n = 0; n < 5; n += 1) made.unshift((await started(client, message([text(`Why ${n}?`)]))).id);
  const seen: string[] = [];
  const sizes: unknown[] = [];
  let pageToken = '';
  do {
    const page = await client.listTasks(list({ pageSize: 2, pageToken }));
    seen.push(...ids(page));
    sizes.push([page.tasks.length, page.pageSize, page.totalSize]);
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  expect(seen).toEqual(made);
  expect(sizes).toEqual([
    [2, 2, 5],
    [2, 2, 5],
    [1, 2, 5],
  ]);
});

test('a task that changed moves to the top, and is as old as its state', async () => {
  const loop = twoSteps();
  await using executions = await createAgent(async (journal, parts) =>
    journal.run.input['question'] === 'Slow?' ? loop.executeAgent(journal, parts) : answer(journal, parts),
  );
  const client = await connect(executions, testViewer());
  const slow = await started(client, message([text('Slow?')], { returnImmediately: true }));
  await expect.poll(() => loop.ran).toContain('two');
  const quick = await started(client, message([text('Quick?')]));
  expect(ids(await client.listTasks(list()))).toEqual([quick.id, slow.id]);
  const working = await client.listTasks(list({ status: TaskState.TASK_STATE_WORKING }));
  expect([ids(working), working.totalSize]).toEqual([[slow.id], 1]);
  loop.gate.resolve();
  await expect
    .poll(async () => (await client.getTask({ tenant: '', id: slow.id })).status?.state)
    .toBe(TaskState.TASK_STATE_COMPLETED);
  const [first] = (await client.listTasks(list())).tasks;
  expect(first?.id).toBe(slow.id);
  const since = first?.status?.timestamp;
  expect(ids(await client.listTasks(list({ statusTimestampAfter: since })))).toEqual([slow.id]);
  expect((await client.getTask({ tenant: '', id: slow.id })).status?.timestamp).toBe(since);
});

test('answers are part of a list only when they are asked for', async () => {
  await using executions = await createAgent(answer);
  const client = await connect(executions, testViewer());
  const task = await started(client, message([text('Why?')]));
  expect((await client.listTasks(list())).tasks).toMatchObject([{ id: task.id, artifacts: [], history: [] }]);
  expect((await client.listTasks(list({ includeArtifacts: true, historyLength: 0 }))).tasks).toEqual([task]);
});

test('a list holds small artifacts, and so many of them as it may; a task has its own, of any size', async () => {
  const viewer = testViewer();
  await using executions = await createAgent(async ({ run }) => ({
    output: { answer: 'x'.repeat(Number(run.input['question'])) },
    text: '',
    citations: [],
  }));
  const client = await connect(executions, viewer);
  const sizes = [2_000_000, 900_000, 900_000, 900_000, 900_000, 900_000, 10];
  for (const size of sizes) await started(client, message([text(String(size))]));
  const { tasks } = await client.listTasks(list({ includeArtifacts: true }));
  // The newest first: the fifth of 900 kB is one too many, and one of 2 MB is none for a list.
  expect(tasks.map(({ artifacts }) => artifacts.length)).toEqual([1, 1, 1, 1, 1, 0, 0]);
  const large = await client.getTask({ tenant: '', id: tasks.at(-1)?.id ?? '' });
  expect(large.artifacts[0]?.parts[0]?.content?.value).toHaveLength(2_000_000);
});

test('a context has its tasks: those of a conversation, or the one that stands alone', async () => {
  const viewer = testViewer();
  await using talking = await createAgent(answer, agentSpec({ kind: 'CONVERSATIONAL' }));
  const client = await connect(talking, viewer);
  const first = await started(client, message([text('One.')]));
  const second = await started(client, message([text('Two.')], { contextId: first.contextId }));
  await started(client, message([text('Another.')]));
  expect(ids(await client.listTasks(list({ contextId: first.contextId })))).toEqual([second.id, first.id]);
  expect(await client.listTasks(list({ contextId: 'cnv_unknown' }))).toMatchObject({ tasks: [], totalSize: 0 });
});

test('everybody has their own tasks; who manages runs has those of the tenant, and nobody those of another', async () => {
  const viewer = testViewer();
  const { tenantId } = viewer;
  await using executions = await createAgent(answer);
  const { id } = await started(await connect(executions, viewer), message([text('Why?')]));
  const listedFor = async (person: Viewer) => ids(await (await connect(executions, person)).listTasks(list()));
  expect(await listedFor(viewer)).toEqual([id]);
  expect(await listedFor(testViewer({ tenantId, permissions: ['agent:run', 'execution:read'] }))).toEqual([]);
  const manager = testViewer({ tenantId, permissions: ['agent:run', 'execution:read', 'execution:manage'] });
  expect(await listedFor(manager)).toEqual([id]);
  expect(await listedFor(testViewer())).toEqual([]);
});

test.for<[string, Record<string, unknown>]>([
  ['a page of none', { pageSize: 0 }],
  ['a page of more than 100', { pageSize: 101 }],
  ['a page of half a task', { pageSize: 1.5 }],
  ['a page of words', { pageSize: 'ten' }],
  ['a token of another list', { pageToken: Buffer.from('[1]').toString('base64url') }],
  ['a token that is none', { pageToken: '%%%' }],
  ['a state that there is not', { status: 'TASK_STATE_TIRED' }],
  ['an instant that is none', { statusTimestampAfter: 'yesterday' }],
  ['a negative history', { historyLength: -1 }],
])('a list with %s is refused', async ([, params]) => {
  await using executions = await createAgent(answer);
  const headers = { 'content-type': 'application/json', 'a2a-version': '1.0' };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ListTasks', params });
  const response = await edgeFetch(executions, testViewer())('http://localhost:8080/a2a/helper', {
    method: 'POST',
    headers,
    body,
  });
  expect(await response.json()).toMatchObject({ id: 1, error: { code: -32602 } });
});

test('without the right to read runs there is no list', async () => {
  await using executions = await createAgent(answer);
  const client = await connect(executions, testViewer({ permissions: ['agent:run'] }));
  await expect(client.listTasks(list())).rejects.toThrow(/execution:read/);
});
