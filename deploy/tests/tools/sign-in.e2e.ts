import { startAuthorizationServer, startToolServer } from '@aether/test-support';
import { expect, test } from 'vitest';
import { startLocalProduct } from '../tenancy/local-product.ts';
import { done } from './done.ts';

const CONNECT = `mutation ($input: ConnectToolServerInput!) { connectToolServer(input: $input) { toolServer { id } userErrors { message } } }`;
const SERVER = `query ($id: ID!) { toolServer(id: $id) { status access credential { id }
  tools(first: 50) { edges { node { id name definitionHash approved } } } } }`;
const APPROVE = `mutation ($input: ApproveToolInput!) { approveTool(input: $input) { tool { approved } userErrors { message } } }`;
const AUTHORIZE = `mutation ($input: AuthorizeCredentialInput!) { authorizeCredential(input: $input) {
  credential { id status } authorizationUrl userErrors { message } } }`;
const BIND = `mutation ($input: UpdateToolServerInput!) { updateToolServer(input: $input) { toolServer { id } userErrors { message } } }`;
const CREATE = `mutation ($input: CreateAgentInput!) { createAgent(input: $input) {
  agent { id draft { revision validation { issues { message } } } } userErrors { message } } }`;
const PUBLISH = `mutation ($input: PublishAgentInput!) { publishAgent(input: $input) { version { number } userErrors { message } } }`;
const RUN = `mutation ($input: RunAgentInput!) { runAgent(input: $input) { execution { id } userErrors { message } } }`;
const LOOK = `query ($id: ID!) { execution(id: $id) { status output error { code message }
  chain { steps { edges { node { type status error { code } } } } } } }`;

const SPEC = {
  specVersion: 1,
  kind: 'WORKFLOW',
  instructions: 'Ask the tool.',
  inputs: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'], additionalProperties: false },
  tools: { echo: { tool: 'web/echo' } },
  flow: {
    nodes: {
      begin: { type: 'input', name: 'Text' },
      ask: { type: 'tool', name: 'Ask', tool: 'echo', arguments: { text: 'inputs.text' } },
      end: { type: 'output', name: 'End', fields: { answer: 'nodes.ask.output.text' } },
    },
    edges: { 'begin-ask': { from: 'begin', to: 'ask' }, 'ask-end': { from: 'ask', to: 'end' } },
  },
};

const PATIENT = { timeout: 180_000, interval: 100 };

test(
  'a run whose tool server wants a sign-in waits until a person has signed in, and then goes on by itself',
  { timeout: 240_000 },
  async () => {
    await using tools = await startToolServer();
    await using authorization = await startAuthorizationServer(() => tools.url);
    const origins = [new URL(tools.url).origin, authorization.issuer];
    await using product = await startLocalProduct({ MCP_ALLOWED_ORIGINS: origins.join(',') });
    const owner = await product.createTenant(`sign-in-${crypto.randomUUID()}`);
    const viewer = { ...owner, sessionId: 'ses_of_the_browser' };
    const serverOf = async () => (await product.run(viewer, SERVER, { id })).data.toolServer;

    // While it wants nothing yet, its tool is approved and an agent published.
    const input = { slug: 'web', name: 'Web', kind: 'MCP', transport: 'HTTP', url: tools.url };
    const { id } = (await done(product, viewer, CONNECT, input)).toolServer;
    await expect.poll(async () => (await serverOf()).access, PATIENT).toBe('GRANTED');
    const echo = (await serverOf()).tools.edges
      .map(({ node }: { node: { id: string; name: string; definitionHash: string } }) => node)
      .find(({ name }: { name: string }) => name === 'echo');
    const { id: toolId, definitionHash } = echo;
    await done(product, viewer, APPROVE, { toolId, definitionHash, effect: 'READ', approval: 'NEVER' });
    const key = { idempotencyKey: crypto.randomUUID() };
    const { agent } = await done(product, viewer, CREATE, { name: 'Echo', spec: SPEC, ...key });
    expect(agent.draft.validation.issues).toEqual([]);
    const { revision: expectedRevision } = agent.draft;
    await done(product, viewer, PUBLISH, { agentId: agent.id, expectedRevision, visibility: 'TENANT' });

    // Now it does.
    tools.signIn = { issuer: authorization.issuer, takes: (token) => authorization.takes(token) };
    const before = tools.calls.length;
    const started = await done(product, viewer, RUN, { agentId: agent.id, input: { text: 'Grüße' }, ...key });
    const look = async () => (await product.run(viewer, LOOK, { id: started.execution.id })).data.execution;
    await expect.poll(async () => (await look()).status, PATIENT).toBe('WAITING');
    await expect.poll(async () => (await serverOf()).access, PATIENT).toBe('NEEDS_AUTH');
    expect(tools.calls).toHaveLength(before);

    // A person signs in, as the page of the server does it.
    const begun = await done(product, viewer, AUTHORIZE, { name: 'Web', target: 'web', shared: true });
    const { id: credentialId } = begun.credential;
    await done(product, viewer, BIND, { toolServerId: id, credentialId });
    const back = await authorization.agree(begun.authorizationUrl);
    const answer = await product.visit(viewer, back.href);
    expect(answer.headers.get('location')).toBe(`/tools/${id}?signIn=DONE`);

    await expect.poll(async () => (await look()).status, PATIENT).toBe('SUCCEEDED');
    const ended = await look();
    expect(ended.output).toEqual({ answer: 'Grüße' });
    expect(tools.calls).toHaveLength(before + 1);
    const steps = ended.chain.steps.edges.map(({ node }: { node: { type: string; status: string } }) => node);
    expect(steps).toContainEqual({ type: 'TOOL_EXECUTION', status: 'FAILED', error: { code: 'NEEDS_AUTH' } });
    expect(steps).toContainEqual({ type: 'WAIT', status: 'SUCCEEDED', error: null });
    expect(await serverOf()).toMatchObject({ status: 'HEALTHY', access: 'GRANTED', credential: { id: credentialId } });
  },
);
