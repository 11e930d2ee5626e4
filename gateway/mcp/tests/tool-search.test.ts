import { serveFetch, type ServedFetch } from '@aether/test-support';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { z } from 'zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WordIndex } from '../src/search/word-index.ts';
import { startTestGateway, type TestGateway } from './mcp-test-gateway.ts';

const NOUNS = [
  'account',
  'invoice',
  'ticket',
  'contract',
  'meeting',
  'order',
  'product',
  'employee',
  'vendor',
  'report',
];
const VERBS = ['create', 'delete', 'list', 'update', 'archive', 'export'];

let upstream: ServedFetch;
let gateway: TestGateway;
let client: Client;

beforeAll(async () => {
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'office', version: '1.0.0' });
    for (const noun of NOUNS)
      for (const verb of VERBS)
        server.registerTool(
          `${verb}_${noun}`,
          {
            description: `Can ${verb} one ${noun} of the office. ${'It says much about itself. '.repeat(40)}`,
            inputSchema: z.object({ id: z.string() }),
          },
          ({ id }) => ({ content: [{ type: 'text', text: `${verb} ${noun} ${id}` }] }),
        );
    return server;
  });
  upstream = await serveFetch((request) => handler.fetch(request));
  gateway = await startTestGateway({ config: { allowedOrigins: [upstream.origin] } });
  await gateway.connect({ slug: 'office', url: `${upstream.origin}/mcp` }, []);
  const names = NOUNS.flatMap((noun) => VERBS.map((verb) => `office/${verb}_${noun}`));
  await gateway.approve(...names.filter((name) => name !== 'office/delete_vendor'));
  client = await gateway.client();
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await upstream[Symbol.asyncDispose]();
});

const textOf = (result: Awaited<ReturnType<Client['callTool']>>): string =>
  (result.content as { text: string }[])[0]?.text ?? '';
const search = (given: Record<string, unknown>) => client.callTool({ name: 'search_tools', arguments: given });

test('of many tools a client is shown how to find them, in fewer than 2,000 tokens with an answer', async () => {
  const listed = await client.listTools();
  expect(listed.tools.map(({ name }) => name)).toEqual(['call_tool', 'search_tools']);
  const found = textOf(await search({ query: 'the', limit: 20 }));
  // Four characters are about a token.
  expect((JSON.stringify(listed).length + found.length) / 4).toBeLessThan(2_000);
});

test('the whole list is there for who asks for it', async () => {
  const whole = await gateway.client('/mcp?tools=all');
  expect((await whole.listTools()).tools.length).toBe(NOUNS.length * VERBS.length - 1);
});

test('the best match comes first, and can be called', async () => {
  const [first] = textOf(await search({ query: 'export invoices' })).split('\n');
  expect(JSON.parse(first ?? '')).toMatchObject({ name: 'office__export_invoice', inputSchema: { required: ['id'] } });
  const call = { name: 'call_tool', arguments: { name: 'office__export_invoice', arguments: { id: '7' } } };
  expect(textOf(await client.callTool(call))).toBe('export invoice 7');
});

test('what is not approved is neither found nor called', async () => {
  expect(textOf(await search({ query: 'delete vendor', limit: 20 }))).not.toContain('office__delete_vendor');
  const call = { name: 'call_tool', arguments: { name: 'office__delete_vendor', arguments: { id: '7' } } };
  await expect(client.callTool(call)).rejects.toMatchObject({ data: { code: 'TOOL_NOT_APPROVED' } });
});

test.each([[{}], [{ query: ' ' }], [{ query: 'x', limit: 0 }], [{ query: 'x', limit: 2.5 }]])(
  'a search with %j is answered with what to mend',
  async (given) => {
    expect(await search(given)).toMatchObject({
      isError: true,
      _meta: { 'dev.aether/error': { code: 'TOOL_ARGUMENTS_INVALID' } },
    });
  },
);

test('a search that calls itself is refused', async () => {
  const call = { name: 'call_tool', arguments: { name: 'call_tool', arguments: {} } };
  expect(await client.callTool(call)).toMatchObject({ isError: true });
});

test('rare words count more than frequent ones, and a query without a known word finds nothing', () => {
  const index = new WordIndex(
    ['list the invoices', 'list the contracts', 'list the list', 'sendMail'].map((text) => [{ text, weight: 1 }]),
  );
  expect(index.find('list contract')[0]).toBe(1);
  expect(index.find('send_mail')).toEqual([3]);
  expect(index.find('unheard')).toEqual([]);
});
