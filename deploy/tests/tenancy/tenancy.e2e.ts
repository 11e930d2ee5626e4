import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Viewer } from '@aether/common/security';
import { FIXTURE_TOOL_PROGRAM } from '@aether/test-support';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { repositoryRoot } from '../../local/repository-root.ts';
import { connectApp } from './connect-app.ts';
import { type Answer, type LocalProduct, startLocalProduct } from './local-product.ts';
import { readsWithId, writesWithIds } from './sample-input.ts';

const schema = buildSchema(readFileSync(join(repositoryRoot, 'schema/api.graphql'), 'utf8'));

/** Ids of objects of the first tenant, by the field that names such an object in an input. */
const mine: Record<string, string> = {};
let product: LocalProduct;
let first: Viewer;
let second: Viewer;

async function make(
  viewer: Viewer,
  mutation: string,
  inputType: string,
  input: Record<string, unknown>,
  selection: string,
): Promise<Answer['data']> {
  const answer = await product.run(
    viewer,
    `mutation($input: ${inputType}!) { ${mutation}(input: $input) { ${selection} userErrors { code message } } }`,
    { input },
  );
  if (answer.errors !== undefined || answer.data[mutation].userErrors.length > 0)
    throw new Error(JSON.stringify(answer));
  return answer.data[mutation];
}

beforeAll(async () => {
  product = await startLocalProduct({ AETHER_TOOL_PROGRAMS: JSON.stringify([FIXTURE_TOOL_PROGRAM]) });
  first = await product.createTenant(`halden-${process.pid}`);
  second = await product.createTenant(`other-${process.pid}`);
  const { notebook } = await make(
    first,
    'createNotebook',
    'CreateNotebookInput',
    { name: 'Secret handbook', visibility: 'TENANT' },
    'notebook { id slug }',
  );
  const { document } = await make(
    first,
    'addDocument',
    'AddDocumentInput',
    { notebookId: notebook.id, title: 'Pyramid', text: 'The pyramid code word is amber falcon.', idempotencyKey: 'd' },
    'document { id }',
  );
  const spec = {
    specVersion: 1,
    kind: 'CONVERSATIONAL',
    instructions: 'Answer.',
    inputs: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
    knowledge: { book: { notebook: notebook.slug } },
  };
  const { agent } = await make(
    first,
    'createAgent',
    'CreateAgentInput',
    { name: 'Pyramid desk', spec, idempotencyKey: 'a' },
    'agent { id draft { revision } }',
  );
  const { version } = await make(
    first,
    'publishAgent',
    'PublishAgentInput',
    { agentId: agent.id, expectedRevision: agent.draft.revision, visibility: 'TENANT' },
    'version { id }',
  );
  const { listing } = await make(
    first,
    'publishListing',
    'PublishListingInput',
    { agentId: agent.id, versionId: version.id, summary: 'Knows the amber falcon.', audience: 'TENANT' },
    'listing { id }',
  );
  const colleague = { ...first, userId: unknownLike(first.userId ?? ''), roleKey: 'builder' };
  const { request } = await make(
    colleague,
    'requestCollaboration',
    'RequestCollaborationInput',
    { agentId: agent.id, role: 'EDITOR', message: 'About the falcon.' },
    'request { id }',
  );
  const { conversation } = await make(
    first,
    'startConversation',
    'StartConversationInput',
    { agentId: agent.id },
    'conversation { id }',
  );
  const { execution } = await make(
    first,
    'runAgent',
    'RunAgentInput',
    { agentId: agent.id, conversationId: conversation.id, input: { message: 'amber falcon?' }, idempotencyKey: 'r' },
    'execution { id }',
  );
  const { department } = await make(
    first,
    'createDepartment',
    'CreateDepartmentInput',
    { name: 'Falconry' },
    'department { id }',
  );
  const { team } = await make(first, 'createTeam', 'CreateTeamInput', { name: 'Falcons' }, 'team { id }');
  const { apiKey } = await make(
    first,
    'createApiKey',
    'CreateApiKeyInput',
    { name: 'falcon', scopes: ['agent:read'] },
    'apiKey { id }',
  );
  const connectedAppId = await connectApp(product, { ...first, sessionId: 'ses_of_the_browser' });
  const { credential } = await make(
    first,
    'storeCredential',
    'StoreCredentialInput',
    { name: 'falcon', kind: 'API_KEY', value: 'amber-falcon-secret', scopes: ['falcon'] },
    'credential { id }',
  );
  const { suite } = await make(
    first,
    'createTestSuite',
    'CreateTestSuiteInput',
    { agentId: agent.id, name: 'Falcon suite' },
    'suite { id }',
  );
  const added = await make(
    first,
    'addTestCase',
    'AddTestCaseInput',
    { suiteId: suite.id, name: 'amber', input: { message: 'x' } },
    'case { id }',
  );
  const { provider } = await make(
    first,
    'addModelProvider',
    'AddModelProviderInput',
    {
      name: 'Falcon models',
      slug: 'falcon',
      protocol: 'OPENAI',
      baseUrl: 'https://models.falcon.example/v1',
      credentialId: credential.id,
    },
    'provider { id }',
  );
  await make(
    first,
    'updateModelProvider',
    'UpdateModelProviderInput',
    { providerId: provider.id, allowOwnKeys: true },
    'provider { id }',
  );
  const { modelKey } = await make(
    first,
    'storeModelKey',
    'StoreModelKeyInput',
    { providerId: provider.id, key: 'sk-amber-falcon-own-key' },
    'modelKey { id }',
  );
  const { budget } = await make(
    first,
    'setBudget',
    'SetBudgetInput',
    { scope: 'AGENT', subjectId: agent.id, period: 'MONTH', limit: 1_000_000_000, action: 'STOP' },
    'budget { id }',
  );
  const { trigger } = await make(
    first,
    'createTrigger',
    'CreateTriggerInput',
    { agentId: agent.id, name: 'Falcon calls', type: 'WEBHOOK', configuration: {} },
    'trigger { id }',
  );
  const { delivery } = await make(
    first,
    'sendTestEvent',
    'SendTestEventInput',
    { triggerId: trigger.id, body: { message: 'amber falcon' }, idempotencyKey: 'e' },
    'delivery { id }',
  );
  const { toolServer } = await make(
    first,
    'connectToolServer',
    'ConnectToolServerInput',
    { name: 'Falcon tools', slug: 'falcon', kind: 'MCP', offerSlug: FIXTURE_TOOL_PROGRAM.slug },
    'toolServer { id }',
  );
  const firstTool = async () =>
    (await product.run(first, '{ tools { edges { node { id } } } }')).data.tools.edges[0]?.node.id;
  const toolId = await vi.waitUntil(firstTool, { timeout: 120_000 });
  const { data } = await product.run(first, '{ models(filter: { capabilities: [CHAT] }) { edges { node { id } } } }');
  const model = data.models.edges[0].node.id;
  const { comparison } = await make(
    first,
    'createComparison',
    'CreateComparisonInput',
    {
      agentId: agent.id,
      draftRevision: agent.draft.revision,
      variants: [{ modelId: model }, { modelId: model }],
      cases: [{ input: { message: 'amber falcon?' } }],
      budget: 1_000,
      idempotencyKey: 'c',
    },
    'comparison { id variants { id } cells { id } }',
  );
  Object.assign(mine, {
    comparisonId: comparison.id,
    variantId: comparison.variants[0].id,
    cellId: comparison.cells[0].id,
    agentId: agent.id,
    versionId: version.id,
    notebookId: notebook.id,
    documentId: document.id,
    executionId: execution.id,
    conversationId: conversation.id,
    listingId: listing.id,
    requestId: request.id,
    userId: first.userId,
    ownerId: first.userId,
    departmentId: department.id,
    teamId: team.id,
    apiKeyId: apiKey.id,
    modelKeyId: modelKey.id,
    connectedAppId,
    credentialId: credential.id,
    suiteId: suite.id,
    caseId: added.case.id,
    budgetId: budget.id,
    subjectId: agent.id,
    triggerId: trigger.id,
    deliveryId: delivery.id,
    providerId: provider.id,
    toolServerId: toolServer.id,
    serverId: toolServer.id,
    toolId,
    modelId: data.models.edges[0].node.id,
    embeddingModelId: data.models.edges[0].node.id,
  });
}, 600_000);
afterAll(() => product?.[Symbol.asyncDispose]());

/** An id of the same kind that nobody has. */
const unknownLike = (id: string): string => `${id.split('_')[0]}_${'0'.repeat(26)}`;

/** An answer without what may differ: the id that was asked for, and anything measured. */
const comparable = (answer: Answer, id: string): string => JSON.stringify(answer).replaceAll(id, '<id>');

/** Objects that the first tenant of this test does not have (a rating needs three finished runs, an approval a run that asks; agents and executions test these by themselves). A new kind of id fails the test until it is made here. */
const NOT_MADE = ['uploadId', 'templateId', 'sessionId', 'ratingId', 'approvalId'];

/** The credential of a provider is opened when a model is called, in the tenant of the caller: the name alone gives nothing away. */
const UNCHECKED = ['addModelProvider(credentialId)'];

describe('a second tenant', () => {
  test.each(
    writesWithIds(schema)
      .map((write) => [`${write.mutation}(${write.field})`, write] as const)
      .filter(([name, { field }]) => !UNCHECKED.includes(name) && !NOT_MADE.includes(field)),
  )('%s answers for a foreign id exactly as for an unknown one', async (_name, write) => {
    const foreign = mine[write.field] ?? '';
    const text = `mutation($input: ${write.inputType}!) { ${write.mutation}(input: $input) { userErrors { code message path hint } } }`;
    const [asForeign, asUnknown] = [foreign, unknownLike(foreign)];
    const left = await product.run(second, text, { input: write.input(asForeign) });
    const right = await product.run(second, text, { input: write.input(asUnknown) });
    expect(foreign).not.toBe('');
    expect(comparable(left, asForeign)).toBe(comparable(right, asUnknown));
    expect(left.errors?.length ?? left.data[write.mutation].userErrors.length).toBeGreaterThan(0);
  });

  test.each(readsWithId(schema).map(({ query, argument }) => [query, argument] as const))(
    '%s(%s) answers for any foreign id exactly as for an unknown one',
    async (query, argument) => {
      const type = schema.getQueryType()?.getFields()[query]?.type;
      const selection = String(type).startsWith('Boolean') ? '' : '{ __typename }';
      for (const foreign of Object.values(mine)) {
        const text = `query($id: ID!) { ${query}(${argument}: $id) ${selection} }`;
        const left = await product.run(second, text, { id: foreign });
        const right = await product.run(second, text, { id: unknownLike(foreign) });
        expect(comparable(left, foreign)).toBe(comparable(right, unknownLike(foreign)));
      }
    },
  );

  test('finds nothing of the first in any list or search', async () => {
    const lists = `{ agents { edges { node { id name } } } notebooks { edges { node { id name } } } executions { edges { node { id } } } conversations { edges { node { id } } }
      listings(filter: { search: "amber falcon" }) { edges { node { id summary } } facets { values { label } } }
      collaborationRequests(direction: RECEIVED) { edges { node { id message } } }
      users { edges { node { id name } } } departments { edges { node { id name } } } teams { edges { node { id name } } } apiKeys { edges { node { id name } } } connectedApps { edges { node { id clientName } } }
      credentials { edges { node { id name } } } modelKeys { id lastFour } ownCredentials { id } models { edges { node { id slug } } } modelProviders { id slug } toolServers { edges { node { id slug } } } tools { edges { node { id slug } } } auditEvents { edges { node { objectId action } } }
      triggers { edges { node { id name } } }
      searchKnowledge(input: { query: "amber falcon pyramid", mode: KEYWORD }) { hits { passage { id text } } }
      recommendedAgents { agent { id } evidence { sentence path } } experts(topic: "falcon") { user { id } evidence { sentence } } successPatterns { id summary }
      graphAgents(limit: 100) { id name } graphUsers(limit: 100) { id name created(limit: 100) { id } } graphDepartments(limit: 100) { id name }
      graphTeams(limit: 100) { id name } graphNotebooks(limit: 100) { id name } graphModels(limit: 100) { id name agents(limit: 100) { id } } }`;
    const answer = await product.run(second, lists);
    expect(answer.errors).toBeUndefined();
    const text = JSON.stringify(answer);
    for (const id of [...Object.values(mine), first.tenantId]) expect(text).not.toContain(id);
    expect(text).not.toMatch(/falcon|pyramid|Secret handbook/iu);
  });
});
