import { cleanup, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { Client, fetchExchange, Provider } from 'urql';
import { afterEach, expect, test } from 'vitest';
import { OwnAccountBanner } from '../src/features/tools/own-account-banner.tsx';
import type { ToolServer } from '../src/features/tools/tools-document.ts';

afterEach(cleanup);

const SERVER = { id: 'tsv_code', slug: 'code', name: 'Code', kind: 'MCP' } as unknown as ToolServer;

/** An API by operation name; what was sent is kept. */
function apiOf(answers: Record<string, (input: unknown) => object>) {
  const sent: [string, unknown][] = [];
  const client = new Client({
    url: 'http://localhost/graphql',
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetch: async (_, init) => {
      const body = JSON.parse(String(init?.body)) as { operationName: string; variables: { input?: unknown } };
      sent.push([body.operationName, body.variables.input]);
      return Response.json({ data: answers[body.operationName]?.(body.variables.input) ?? null });
    },
  });
  return { client, sent };
}

const account = (status: string) => ({
  id: 'crd_1',
  kind: 'API_KEY',
  lastFour: null,
  status,
  askedScopes: [] as string[],
  createdAt: '2026-01-01T00:00:00.000Z',
  lastUsedAt: null,
  toolServer: { id: 'tsv_code', name: 'Code' },
});

test('a person stores a key of their own, the server is asked with it, and what it says is shown', async () => {
  let held: object[] = [];
  let refusal: object[] = [{ path: [], code: 'TOOL_UNAUTHORIZED', message: 'It refused the credential.', hint: null }];
  const { client, sent } = apiOf({
    OwnAccounts: () => ({ ownCredentials: held }),
    StoreOwnKey: () => {
      held = [account('ACTIVE')];
      return { storeOwnCredential: { credential: { id: 'crd_1' }, userErrors: [] } };
    },
    CheckToolServer: () => ({ checkToolServer: { userErrors: refusal } }),
  });
  let checks = 0;
  render(
    <Provider value={client}>
      <OwnAccountBanner server={SERVER} blocked={null} isBack={false} onChecked={() => (checks += 1)} />
    </Provider>,
  );
  const store = async (): Promise<void> => {
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByLabelText('Or your own key'), ' key-of-mine ');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Store key' }));
  };
  await userEvent.click(await screen.findByRole('button', { name: 'Connect your account' }));
  await store();
  expect(await screen.findByText(/It refused the credential/u)).toBeTruthy();
  refusal = [];
  await userEvent.click(screen.getByRole('button', { name: 'Connect your account' }));
  await store();
  expect(await screen.findByText(/Your account is connected/u)).toBeTruthy();
  expect(checks).toBe(2);
  expect(sent.filter(([name]) => name === 'StoreOwnKey')[0]?.[1]).toEqual({
    toolServerId: 'tsv_code',
    kind: 'API_KEY',
    value: 'key-of-mine',
  });
});

test.each(['EXPIRED', 'AUTHORIZATION_PENDING'])('an account that is %s is not shown as connected', async (status) => {
  const { client } = apiOf({ OwnAccounts: () => ({ ownCredentials: [account(status)] }) });
  render(
    <Provider value={client}>
      <OwnAccountBanner server={SERVER} blocked={null} isBack={false} onChecked={() => {}} />
    </Provider>,
  );
  expect(await screen.findByRole('button', { name: 'Connect your account' })).toBeTruthy();
});

test('an account that was granted too little says what is missing', async () => {
  const asking = { ...account('ACTIVE'), askedScopes: ['issues.write'] };
  const { client } = apiOf({ OwnAccounts: () => ({ ownCredentials: [asking] }) });
  render(
    <Provider value={client}>
      <OwnAccountBanner server={SERVER} blocked={null} isBack={false} onChecked={() => {}} />
    </Provider>,
  );
  expect(await screen.findByText(/needs more access for what was called: issues\.write/u)).toBeTruthy();
});

test('whoever comes back from signing in has the server asked, once', async () => {
  const { client, sent } = apiOf({
    OwnAccounts: () => ({ ownCredentials: [account('ACTIVE')] }),
    CheckToolServer: () => ({ checkToolServer: { userErrors: [] } }),
  });
  render(
    <Provider value={client}>
      <OwnAccountBanner server={SERVER} blocked={null} isBack onChecked={() => {}} />
    </Provider>,
  );
  expect(await screen.findByText(/Your account is connected/u)).toBeTruthy();
  expect(sent.filter(([name]) => name === 'CheckToolServer')).toEqual([
    ['CheckToolServer', { toolServerId: 'tsv_code' }],
  ]);
});
