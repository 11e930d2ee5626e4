import { act, cleanup, render, screen } from '@testing-library/react';
import { Client, fetchExchange, Provider } from 'urql';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ConsentForm } from '../src/features/authorize/consent-form.tsx';
import type { Viewer } from '../src/features/shell/use-viewer.ts';

const VIEWER = {
  tenant: { name: 'Northwind' },
  user: { name: 'Vera', email: 'vera@example.org' },
} as unknown as Viewer;
const REQUEST = { responseType: 'code', clientId: 'aecl_1', redirectUri: 'vscode://evil.ext/callback' };
const ASKED = {
  clientName: 'Claude',
  clientHost: null as string | null,
  redirectHost: 'app.example',
  redirectsToProgram: false,
  resource: 'http://localhost/mcp',
  scopes: [{ name: 'tools', description: 'See and call tools' }],
  returnUrl: null,
  userErrors: [],
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));
const isDisabled = (name: string) => screen.getByRole('button', { name }).getAttribute('aria-disabled') === 'true';

/** @returns the answers that were sent, and what answers them */
async function open(asked: Partial<typeof ASKED> = {}) {
  const sent: unknown[] = [];
  const { promise, resolve } = Promise.withResolvers<string>();
  const client = new Client({
    url: 'http://localhost/graphql',
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetch: async (_, init) => {
      const { query, variables } = JSON.parse(String(init?.body)) as { query: string; variables: { input: unknown } };
      if (query.startsWith('query')) return Response.json({ data: { authorizationRequest: { ...ASKED, ...asked } } });
      sent.push(variables.input);
      return Response.json({ data: { answerAuthorizationRequest: { returnUrl: await promise, userErrors: [] } } });
    },
  });
  render(
    <Provider value={client}>
      <ConsentForm request={REQUEST} viewer={VIEWER} />
    </Provider>,
  );
  await pass(0);
  return { sent, answer: resolve };
}

test('Allow waits until the page was in view for a second, and waits anew after every break', async () => {
  const { sent } = await open();
  await pass(900);
  act(() => screen.getByRole('button', { name: 'Allow' }).click());
  expect([isDisabled('Allow'), isDisabled('Deny')]).toEqual([true, false]);
  act(() => void window.dispatchEvent(new Event('focus')));
  await pass(900);
  expect(isDisabled('Allow')).toBe(true);
  await pass(100);
  expect(isDisabled('Allow')).toBe(false);
  vi.mocked(document.hasFocus).mockReturnValue(false);
  act(() => void window.dispatchEvent(new Event('blur')));
  await pass(5_000);
  expect([isDisabled('Allow'), sent]).toEqual([true, []]);
  vi.mocked(document.hasFocus).mockReturnValue(true);
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
  await pass(1_000);
  expect(isDisabled('Allow')).toBe(false);
});

test('while one answer is under way neither can be given, and after it a program has it', async () => {
  const { sent, answer } = await open();
  await pass(1_000);
  for (const name of ['Allow', 'Deny', 'Allow']) act(() => screen.getByRole('button', { name }).click());
  expect([isDisabled('Allow'), isDisabled('Deny')]).toEqual([true, true]);
  answer('vscode://evil.ext/callback?code=aec_1');
  await pass(0);
  expect(sent).toMatchObject([{ allow: true }]);
  expect(screen.getByText(/You can close this page/u)).toBeTruthy();
});

test.each([
  ['a program', { clientHost: 'claude.ai', redirectsToProgram: true }, /any program on it can claim this name/u],
  ['an app that registered itself', {}, /chose its name itself/u],
])('%s is warned of', async (_name, asked, warning) => {
  await open(asked);
  expect(screen.getByText(warning)).toBeTruthy();
});

test('a described app is told with the host of its description, apart from its name', async () => {
  await open({ clientHost: 'claude.ai' });
  expect(screen.getByText('claude.ai', { selector: 'dd' })).toBeTruthy();
  expect(screen.queryByText(/claim this name|chose its name/u)).toBeNull();
});
