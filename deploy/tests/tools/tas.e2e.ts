import { startTasBridge, startTasMcp } from '@aether/test-support';
import { expect, test } from 'vitest';
import { startLocalProduct } from '../tenancy/local-product.ts';
import { done } from './done.ts';

const LIST = `query ($url: String!) { tasServers(url: $url) { edges { node { serverId name url unavailableReason } } } }`;
const CONNECT = `mutation ($input: ConnectToolServerInput!) { connectToolServer(input: $input) {
  toolServer { id kind url } userErrors { path message } } }`;
const SERVER = `query ($id: ID!) { toolServer(id: $id) { status lastError
  tools(first: 50) { edges { node { id slug definitionHash effect approved changed } } } } }`;
const APPROVE = `mutation ($input: ApproveToolInput!) { approveTool(input: $input) { tool { approved } userErrors { message } } }`;
const UPDATE = `mutation ($input: UpdateToolServerInput!) { updateToolServer(input: $input) {
  toolServer { id } userErrors { path message } } }`;
const TRY = `mutation ($input: TryToolInput!) { tryTool(input: $input) { result isError userErrors { code message } } }`;
const PATIENT = { timeout: 90_000, interval: 100 };

test(
  'a server of a TAS-MCP and a bridge are found, connected, approved and called; a changed one waits for its approval',
  { timeout: 240_000 },
  async () => {
    await using bridge = await startTasBridge();
    await using tas = await startTasMcp();
    tas.servers.set('postgres', { id: 'postgres', name: 'Postgres', endpoint: bridge.origin, auth: { type: 'none' } });
    tas.servers.set('other', { id: 'other', name: 'Other', endpoint: bridge.origin, auth: { type: 'none' } });
    await using product = await startLocalProduct({ MCP_ALLOWED_ORIGINS: `${bridge.origin},${tas.origin}` });
    const viewer = await product.createTenant(`tas-${crypto.randomUUID()}`);
    const serverOf = async (id: string) => (await product.run(viewer, SERVER, { id })).data.toolServer;
    const toolOf = async (id: string) => (await serverOf(id)).tools.edges[0]?.node;
    const approve = async (id: string) => {
      const { id: toolId, definitionHash } = await toolOf(id);
      await done(product, viewer, APPROVE, { toolId, definitionHash, effect: 'READ', approval: 'NEVER' });
    };
    const attempt = async (id: string) => {
      const { id: toolId } = await toolOf(id);
      const input = { toolId, arguments: { sql: 'select 1' }, idempotencyKey: crypto.randomUUID() };
      return (await product.run(viewer, TRY, { input })).data.tryTool;
    };
    const rows = [{ type: 'text', text: '[{"sql":"select 1"}]' }];

    // A person sees what there is, and picks one.
    const { data } = await product.run(viewer, LIST, { url: tas.origin });
    const [other, postgres] = data.tasServers.edges.map(({ node }: { node: object }) => node);
    expect([other.serverId, postgres.serverId, postgres.unavailableReason]).toEqual(['other', 'postgres', null]);
    const noServer = { slug: 'tas', name: 'TAS', kind: 'TAS_MCP', url: tas.origin };
    const refused = await product.run(viewer, CONNECT, { input: noServer });
    expect(refused.data.connectToolServer.userErrors).toMatchObject([{ path: ['url'] }]);

    const servers = [
      { slug: 'fed', name: 'Postgres', kind: 'TAS_MCP', url: postgres.url },
      { slug: 'sql', name: 'Bridge', kind: 'TAS_BRIDGE', url: bridge.origin },
    ];
    const ids: string[] = [];
    for (const input of servers) {
      const { id } = (await done(product, viewer, CONNECT, input)).toolServer;
      ids.push(id);
      await expect.poll(async () => (await serverOf(id)).status, PATIENT).toBe('HEALTHY');
      // Nobody has said what it does: it is never repeated unasked, and not called before a person has looked.
      expect(await toolOf(id)).toMatchObject({ slug: `${input.slug}/query`, effect: 'ONCE', approved: false });
      expect((await attempt(id)).userErrors).toMatchObject([{ code: 'TOOL_NOT_APPROVED' }]);
      await approve(id);
      await expect.poll(async () => (await attempt(id)).result?.content, PATIENT).toEqual(rows);
    }
    expect(bridge.seen.at(-1)?.headers['x-tenant-id']).toBe(viewer.tenantId);

    // Another server at the same origin is somebody else, whatever it calls its tools.
    const [fed = '', sql = ''] = ids;
    await done(product, viewer, UPDATE, { toolServerId: fed, url: other.url });
    expect(await toolOf(fed)).toMatchObject({ approved: false });
    expect((await attempt(fed)).userErrors).toMatchObject([{ code: 'TOOL_NOT_APPROVED' }]);

    // A definition that changes waits for a person.
    bridge.tools = [{ name: 'query', description: 'Run any SQL', inputSchema: { type: 'object' } }];
    await done(product, viewer, UPDATE, { toolServerId: sql, credentialId: null });
    await expect.poll(async () => (await toolOf(sql)).changed, PATIENT).toBe(true);
    expect((await attempt(sql)).userErrors).toMatchObject([{ code: 'TOOL_NOT_APPROVED' }]);
    await approve(sql);
    await expect.poll(async () => (await attempt(sql)).result?.content, PATIENT).toEqual(rows);
  },
);
