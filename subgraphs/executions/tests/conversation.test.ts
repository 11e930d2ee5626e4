import { executeAs, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExecutions, endOf, eventOf, startRun, type TestExecutions } from './create-executions.ts';
import { AGENT_ID } from './run-agent-spec.ts';

const gates = new Map<string, PromiseWithResolvers<void>>();
const running = new Set<string>();
let overlapped = false;

let executions: TestExecutions;
beforeAll(async () => {
  executions = await createExecutions({
    executeAgent: async (journal) => {
      const { run } = journal;
      const thread = run.conversationId ?? '';
      overlapped ||= running.has(thread);
      running.add(thread);
      await gates.get(String(run.input['question']))?.promise;
      const earlier = await journal.earlierMessages(10);
      running.delete(thread);
      const text = `${earlier.length} before: ${earlier.map((message) => message.text).join(' | ')}`;
      return {
        output: { text },
        text,
        citations: [
          {
            number: 1,
            passageId: 'psg_1',
            documentTitle: 'Book',
            page: 2,
            startOffset: 0,
            endOffset: 4,
            quote: 'Text',
          },
        ],
      };
    },
  });
});
afterAll(() => executions[Symbol.asyncDispose]());

const START =
  'mutation ($input: StartConversationInput!) { startConversation(input: $input) { conversation { id title } userErrors { code path } } }';
const READ = `query ($id: ID!) { conversation(id: $id) { title agent { id } owner { id }
  messages { edges { node { role text citations { number passage { id } documentTitle } execution { id status } } } } } }`;

async function startConversation(viewer: ReturnType<typeof testViewer>): Promise<string> {
  const { data } = await executeAs<{ startConversation: { conversation: { id: string } } }>(
    executions.service,
    viewer,
    START,
    { input: { agentId: AGENT_ID } },
  );
  return data.startConversation.conversation.id;
}

test('a turn that comes while another is open waits behind it and knows its answer', async () => {
  const { service } = executions;
  const viewer = testViewer();
  const conversationId = await startConversation(viewer);
  gates.set('First?', Promise.withResolvers());
  const first = await startRun(service, viewer, { conversationId, input: { question: 'First?' } });
  await eventOf(service, viewer, first, ({ event }) => event['status'] === 'RUNNING');
  const [second, third] = [
    await startRun(service, viewer, { conversationId, agentId: null, input: { question: 'Second?' } }),
    await startRun(service, viewer, { conversationId, input: { question: 'Third?' } }),
  ];
  gates.get('First?')?.resolve();
  await endOf(service, viewer, first);
  expect(await endOf(service, viewer, second)).toMatchObject({ output: { text: '2 before: First? | 0 before: ' } });
  await endOf(service, viewer, third);
  expect(overlapped).toBe(false);

  const { data, errors } = await executeAs<{
    conversation: { messages: { edges: { node: { role: string; text: string } }[] } };
  }>(service, viewer, READ, { id: conversationId });
  expect(errors).toEqual([]);
  expect(data.conversation).toMatchObject({ title: 'First?', agent: { id: AGENT_ID }, owner: { id: viewer.userId } });
  const nodes = data.conversation.messages.edges.map(({ node }) => node);
  expect(nodes.map(({ role }) => role)).toEqual(['USER', 'ASSISTANT', 'USER', 'ASSISTANT', 'USER', 'ASSISTANT']);
  expect(nodes[1]).toMatchObject({
    citations: [{ number: 1, passage: { id: 'psg_1' }, documentTitle: 'Book' }],
    execution: { id: first, status: 'SUCCEEDED' },
  });
});

test('a conversation belongs to its owner: for everybody else it is unknown', async () => {
  const { service } = executions;
  const viewer = testViewer();
  const id = await startConversation(viewer);
  const stranger = testViewer({ tenantId: viewer.tenantId });
  expect((await executeAs(service, stranger, READ, { id })).data).toEqual({ conversation: null });
  for (const operation of [
    'mutation ($id: ID!) { renameConversation(input: { conversationId: $id, title: "Mine" }) { conversation { id } } }',
    'mutation ($id: ID!) { deleteConversation(input: { conversationId: $id }) { deletedId } }',
  ]) {
    expect((await executeAs(service, stranger, operation, { id })).errors).toMatchObject([
      { extensions: { code: 'NOT_FOUND' } },
    ]);
  }
});

test('a conversation is listed, renamed and deleted', async () => {
  const { service } = executions;
  const viewer = testViewer();
  const ids = [await startConversation(viewer), await startConversation(viewer)];
  const list = async () =>
    (
      await executeAs<{ conversations: { edges: { node: { id: string } }[] } }>(
        service,
        viewer,
        'query ($agentId: ID) { conversations(agentId: $agentId) { edges { node { id title } } } }',
        { agentId: AGENT_ID },
      )
    ).data.conversations.edges.map(({ node }) => node.id);
  expect(new Set(await list())).toEqual(new Set(ids));
  const RENAME =
    'mutation ($input: RenameConversationInput!) { renameConversation(input: $input) { conversation { title } userErrors { code path } } }';
  const rename = async (title: string) =>
    (await executeAs(service, viewer, RENAME, { input: { conversationId: ids[0], title } })).data;
  expect(await rename(' Sales ')).toMatchObject({ renameConversation: { conversation: { title: 'Sales' } } });
  expect(await rename('')).toMatchObject({
    renameConversation: { conversation: null, userErrors: [{ code: 'VALIDATION_FAILED', path: ['input', 'title'] }] },
  });
  const { data } = await executeAs(
    service,
    viewer,
    'mutation ($id: ID!) { deleteConversation(input: { conversationId: $id }) { deletedId } }',
    { id: ids[0] },
  );
  expect(data).toMatchObject({ deleteConversation: { deletedId: ids[0] } });
  expect(await list()).toEqual([ids[1]]);
});
