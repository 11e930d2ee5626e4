import type { Viewer } from '@aether/common/security';
import { BUILT_IN_ROLES } from '@aether/schema';
import { startAuthorizationServer, startToolServer } from '@aether/test-support';
import { expect, test } from 'vitest';
import { startLocalProduct } from '../tenancy/local-product.ts';
import { done } from './done.ts';

const CONNECT = `mutation ($input: ConnectToolServerInput!) { connectToolServer(input: $input) { toolServer { id } userErrors { message } } }`;
const SERVER = `query ($id: ID!) { toolServer(id: $id) { status access credential { id }
  tools(first: 50) { edges { node { id name definitionHash approved } } } } }`;
const APPROVE = `mutation ($input: ApproveToolInput!) { approveTool(input: $input) { tool { approved } userErrors { message } } }`;
const CHECK = `mutation ($input: CheckToolServerInput!) { checkToolServer(input: $input) { userErrors { code message } } }`;
const STORE = `mutation ($input: StoreOwnCredentialInput!) { storeOwnCredential(input: $input) { credential { id } userErrors { message } } }`;
const AUTHORIZE = `mutation ($input: AuthorizeOwnCredentialInput!) { authorizeOwnCredential(input: $input) {
  credential { id } authorizationUrl userErrors { message } } }`;
const REMOVE = `mutation ($input: RemoveOwnCredentialInput!) { removeOwnCredential(input: $input) { deletedId userErrors { message } } }`;
const INVITE = `mutation ($input: InviteUserInput!) { inviteUser(input: $input) { user { id } invitationUrl userErrors { message } } }`;
const CREATE = `mutation ($input: CreateAgentInput!) { createAgent(input: $input) {
  agent { id draft { revision validation { issues { message } } } } userErrors { message } } }`;
const PUBLISH = `mutation ($input: PublishAgentInput!) { publishAgent(input: $input) { version { number } userErrors { message } } }`;
const RUN = `mutation ($input: RunAgentInput!) { runAgent(input: $input) { execution { id } userErrors { message } } }`;
const LOOK = `query ($id: ID!) { execution(id: $id) { status output error { code message }
  chain { steps { edges { node { key type status error { code } } } } } } }`;

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

const KEY = 'key-of-the-owner';

test(
  'each person runs with their own account: a run waits for its own person alone, and nobody is called with another account',
  { timeout: 240_000 },
  async () => {
    await using tools = await startToolServer();
    await using authorization = await startAuthorizationServer(() => tools.url);
    const takes = (token: string): boolean => token === KEY || authorization.takes(token);
    tools.signIn = { issuer: authorization.issuer, takes };
    const origins = [new URL(tools.url).origin, authorization.issuer];
    await using product = await startLocalProduct({ MCP_ALLOWED_ORIGINS: origins.join(',') });
    const tenant = `own-${crypto.randomUUID()}`;
    const owner: Viewer = { ...(await product.createTenant(tenant)), sessionId: 'ses_of_the_owner' };
    const invited = await done(product, owner, INVITE, { email: `bob@${tenant}.example`, roleKey: 'member' });
    await product.visit(null, invited.invitationUrl);
    const { member } = BUILT_IN_ROLES;
    const bob: Viewer = {
      ...owner,
      userId: invited.user.id,
      roleKey: 'member',
      permissions: member.permissions,
      sessionId: 'ses_of_bob',
    };
    const serverOf = async () => (await product.run(owner, SERVER, { id })).data.toolServer;

    // Nobody asks the server before a person has connected an account.
    const input = { slug: 'web', name: 'Web', kind: 'MCP', transport: 'HTTP', url: tools.url, credentialPerUser: true };
    const { id } = (await done(product, owner, CONNECT, input)).toolServer;
    const refused = await product.run(owner, CHECK, { input: { toolServerId: id } });
    expect(refused.data.checkToolServer.userErrors).toMatchObject([{ code: 'NEEDS_AUTH' }]);
    await done(product, owner, STORE, { toolServerId: id, kind: 'API_KEY', value: KEY });
    await done(product, owner, CHECK, { toolServerId: id });
    await expect.poll(async () => (await serverOf()).tools.edges.length, PATIENT).toBeGreaterThan(0);
    const echo = (await serverOf()).tools.edges
      .map(({ node }: { node: { id: string; name: string; definitionHash: string } }) => node)
      .find(({ name }: { name: string }) => name === 'echo');
    const { id: toolId, definitionHash } = echo;
    await done(product, owner, APPROVE, { toolId, definitionHash, effect: 'READ', approval: 'NEVER' });
    const { agent } = await done(product, owner, CREATE, {
      name: 'Echo',
      spec: SPEC,
      idempotencyKey: crypto.randomUUID(),
    });
    const { revision: expectedRevision } = agent.draft;
    await done(product, owner, PUBLISH, { agentId: agent.id, expectedRevision, visibility: 'TENANT' });
    const runOf = async (viewer: Viewer, text: string): Promise<() => Promise<Look>> => {
      const key = { idempotencyKey: crypto.randomUUID() };
      const { execution } = await done(product, viewer, RUN, { agentId: agent.id, input: { text }, ...key });
      return async () => (await product.run(viewer, LOOK, { id: execution.id })).data.execution;
    };

    const ofOwner = await runOf(owner, 'owner');
    await expect.poll(async () => (await ofOwner()).status, PATIENT).toBe('SUCCEEDED');

    // The member has none: the run waits, although the owner's account is there.
    const before = tools.calls.length;
    const ofBob = await runOf(bob, 'bob');
    await expect.poll(async () => (await ofBob()).status, PATIENT).toBe('WAITING');
    const waiting = (await ofBob()).chain.steps.edges.at(-1)?.node;
    expect(waiting?.key).toMatch(/(^|\/)own-account\//u);
    // The owner connects again: of no use to the member's run.
    await done(product, owner, STORE, { toolServerId: id, kind: 'API_KEY', value: KEY });
    const begun = await done(product, bob, AUTHORIZE, { toolServerId: id });
    const back = await authorization.agree(begun.authorizationUrl);
    expect((await ofBob()).status).toBe('WAITING');
    expect(tools.calls).toHaveLength(before);
    const answer = await product.visit(bob, back.href);
    expect(answer.headers.get('location')).toBe(`/tools/${id}?signIn=DONE`);
    await expect.poll(async () => (await ofBob()).status, PATIENT).toBe('SUCCEEDED');
    expect((await ofBob()).output).toEqual({ answer: 'bob' });
    const [call, ...others] = tools.calls.slice(before);
    expect(others).toEqual([]);
    const token = String(call?.headers['authorization']).replace('Bearer ', '');
    expect([token === KEY, authorization.takes(token)]).toEqual([false, true]);

    // Disconnected, the next run waits again.
    await done(product, bob, REMOVE, { credentialId: begun.credential.id });
    const again = await runOf(bob, 'again');
    await expect.poll(async () => (await again()).status, PATIENT).toBe('WAITING');
    expect(tools.calls).toHaveLength(before + 1);
  },
);

interface Look {
  readonly status: string;
  readonly output: unknown;
  readonly chain: { readonly steps: { readonly edges: readonly { readonly node: { readonly key: string } }[] } };
}
