import { cleanup, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { Client, fetchExchange, Provider } from 'urql';
import { afterEach, expect, test } from 'vitest';
import { SignInBanner } from '../src/features/tools/sign-in-banner.tsx';
import type { ToolServer } from '../src/features/tools/tools-document.ts';

afterEach(cleanup);

test('who has to register a client is asked for it, and told of a problem only after something was sent', async () => {
  const sent: unknown[] = [];
  const client = new Client({
    url: 'http://localhost/graphql',
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetch: async (_, init) => {
      const { variables } = JSON.parse(String(init?.body)) as { variables: { input: unknown } };
      sent.push(variables.input);
      const message = sent.length === 1 ? 'It registers no clients.' : 'It does not know this client.';
      const userErrors = [{ path: ['clientId'], code: 'AUTHORIZATION_UNSUPPORTED', message, hint: null }];
      return Response.json({ data: { authorizeCredential: { credential: null, authorizationUrl: null, userErrors } } });
    },
  });
  const server = {
    id: 'tsv_1',
    slug: 'web',
    name: 'Web',
    credential: { id: 'crd_1', askedScopes: [] },
  } as unknown as ToolServer;
  render(
    <Provider value={client}>
      <SignInBanner server={server} blocked={null} />
    </Provider>,
  );
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Client id' }), 'abc');
  expect(within(dialog).queryByRole('alert')).toBeNull();
  await userEvent.click(within(dialog).getByRole('button', { name: 'Sign in' }));
  expect((await within(dialog).findByRole('alert')).textContent).toBe('It does not know this client.');
  expect(sent).toMatchObject([{ credentialId: 'crd_1' }, { credentialId: 'crd_1', clientId: 'abc' }]);
});

test.each([
  ['what', ['mail.send', 'mail.read'], 'mail.send, mail.read.'],
  ['the first five of many', Array.from({ length: 50 }, (_, index) => `s${index}`), 's0, s1, s2, s3, s4 and 45 more.'],
])('a server that wants more than was granted says %s', (_, askedScopes, shown) => {
  const credential = { id: 'crd_1', askedScopes };
  const server = { id: 'tsv_1', slug: 'web', name: 'Web', credential } as unknown as ToolServer;
  const client = new Client({ url: 'http://localhost/graphql', exchanges: [fetchExchange], preferGetMethod: false });
  render(
    <Provider value={client}>
      <SignInBanner server={server} blocked={null} />
    </Provider>,
  );
  expect(document.body.textContent).toContain(`Web says that it needs more access for what was called: ${shown}`);
  expect(screen.getByRole('button', { name: 'Sign in again' })).toBeTruthy();
});
