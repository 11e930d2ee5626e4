import { cleanup, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { Client, fetchExchange, Provider } from 'urql';
import { afterEach, expect, test } from 'vitest';
import { ConnectServer } from '../src/features/tools/connect-server.tsx';
import { effectsOf } from '../src/features/tools/tool-words.ts';
import { tasServers } from './mock/tools.ts';

afterEach(cleanup);

interface Sent {
  readonly operationName: string;
  readonly variables: Record<string, unknown>;
}

/** The form, and what it has asked. */
function show(answer: (sent: Sent) => unknown): { readonly sent: Sent[]; readonly connected: string[] } {
  const sent: Sent[] = [];
  const connected: string[] = [];
  const client = new Client({
    url: 'http://localhost/graphql',
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetch: async (_, init) => {
      const request = JSON.parse(String(init?.body)) as Sent;
      sent.push(request);
      return Response.json(answer(request));
    },
  });
  render(
    <Provider value={client}>
      <ConnectServer open onClose={() => {}} onConnected={(id) => connected.push(id)} />
    </Provider>,
  );
  return { sent, connected };
}

const page = (servers: readonly unknown[]) => ({
  data: { tasServers: { edges: servers.map((node) => ({ node })), pageInfo: { hasNextPage: false } } },
});
const answers = ({ operationName }: Sent): unknown => {
  if (operationName === 'TasServers') return page(tasServers);
  if (operationName === 'ConnectToolServer')
    return { data: { connectToolServer: { toolServer: { id: 'tsv_new' }, userErrors: [] } } };
  return { data: { toolServerOffers: { edges: [], pageInfo: { hasNextPage: false } } } };
};
const choose = (source: string) =>
  userEvent.selectOptions(screen.getByRole('combobox', { name: 'What it is' }), source);
const address = () => screen.getByRole<HTMLInputElement>('textbox', { name: /^Address/u });
const connect = () => userEvent.click(screen.getByRole('button', { name: 'Connect' }));
const isAbout = (name: string) => (sent: Sent) => sent.operationName === name;

test('a server of a TAS-MCP is chosen from its list, and connected by its address', async () => {
  const { sent, connected } = show(answers);
  await choose('TAS_MCP');
  await userEvent.type(address(), 'https://tas.example.com');
  expect(sent.some(isAbout('TasServers'))).toBe(false);
  await userEvent.click(screen.getByRole('button', { name: 'Show its servers' }));
  const list = await screen.findByRole('radiogroup', { name: 'Servers of the TAS-MCP' });
  expect(within(list).getByRole<HTMLButtonElement>('radio', { name: /Legacy/u }).disabled).toBe(true);
  await userEvent.click(within(list).getByRole('radio', { name: /PostgreSQL/u }));
  expect(address().value).toBe('https://tas.example.com/api/v1/federation/servers/postgres');
  expect(
    within(list)
      .getByRole('radio', { name: /PostgreSQL/u })
      .getAttribute('aria-checked'),
  ).toBe('true');
  await connect();
  await expect.poll(() => connected).toEqual(['tsv_new']);
  expect(sent.filter(isAbout('TasServers')).map(({ variables }) => variables)).toEqual([
    { url: 'https://tas.example.com', search: null },
  ]);
  expect(sent.find(isAbout('ConnectToolServer'))?.variables).toMatchObject({
    input: {
      kind: 'TAS_MCP',
      name: 'PostgreSQL',
      slug: 'postgresql',
      url: 'https://tas.example.com/api/v1/federation/servers/postgres',
    },
  });
});

test('the address of a TAS-MCP alone names no server, and a list that is refused says why', async () => {
  const { sent } = show((request) =>
    request.operationName === 'TasServers'
      ? { errors: [{ message: 'It wants a credential.', extensions: { code: 'TOOL_REFUSED' } }] }
      : answers(request),
  );
  await choose('TAS_MCP');
  await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), 'Mine');
  await userEvent.click(screen.getByRole('button', { name: 'Show its servers' }));
  expect(screen.getByText(/Enter an address such as/u)).toBeTruthy();
  expect(sent.some(isAbout('TasServers'))).toBe(false);
  await userEvent.type(address(), 'https://tas.example.com');
  await connect();
  expect(await screen.findByText('Show the servers of the TAS-MCP and choose one.')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Show its servers' }));
  expect(await screen.findByText(/It wants a credential/u)).toBeTruthy();
  expect(sent.some(isAbout('ConnectToolServer'))).toBe(false);
});

test('a bridge is connected by its address', async () => {
  const { sent, connected } = show(answers);
  await choose('TAS_BRIDGE');
  await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), 'Napkin');
  await userEvent.type(address(), 'http://napkin.tas.example:8087');
  await connect();
  await expect.poll(() => connected).toEqual(['tsv_new']);
  expect(sent.find(isAbout('ConnectToolServer'))?.variables).toMatchObject({
    input: { kind: 'TAS_BRIDGE', slug: 'napkin', url: 'http://napkin.tas.example:8087' },
  });
});

test('the list is shown only for the TAS-MCP that was asked, and a key only goes where it was typed for', async () => {
  const { sent, connected } = show(answers);
  await choose('TAS_MCP');
  await userEvent.type(address(), 'https://tas.example.com/');
  await userEvent.click(screen.getByRole('button', { name: 'Show its servers' }));
  const list = () => screen.queryByRole('radiogroup', { name: 'Servers of the TAS-MCP' });
  await expect.poll(list).not.toBeNull();
  const key = () => screen.getByLabelText<HTMLInputElement>(/^Key/u);
  await userEvent.type(key(), 'of-tas');
  await userEvent.click(screen.getByRole('radio', { name: /PostgreSQL/u }));
  expect(list()).not.toBeNull();
  expect(key().value).toBe('of-tas');
  await userEvent.clear(address());
  await userEvent.type(address(), 'https://other.example.com/api/v1/federation/servers/postgres');
  expect(list()).toBeNull();
  expect(screen.queryByRole('textbox', { name: 'Search its servers' })).toBeNull();
  expect(key().value).toBe('');
  await connect();
  await expect.poll(() => connected).toEqual(['tsv_new']);
  expect(JSON.stringify(sent)).not.toContain('of-tas');
});

test.each(['TAS_MCP', 'TAS_BRIDGE'] as const)('the tools of %s are not offered as KEYED', (kind) => {
  expect(effectsOf(kind).map(({ value }) => value)).toEqual(['READ', 'IDEMPOTENT', 'ONCE']);
  expect(effectsOf('MCP').map(({ value }) => value)).toContain('KEYED');
});
