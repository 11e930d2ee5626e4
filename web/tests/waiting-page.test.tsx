import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { Client, fetchExchange, Provider, subscriptionExchange } from 'urql';
import { afterEach, expect, test } from 'vitest';
import { WaitingPage } from '../src/features/approvals/waiting-page.tsx';

afterEach(cleanup);

const waiting = (id: string, question: string, more: object = {}) => ({
  __typename: 'Approval',
  id,
  question,
  proposed: { order: 7 },
  proposedHash: `hash of ${id}`,
  editable: true,
  form: null,
  link: null,
  status: 'PENDING',
  comment: null,
  createdAt: new Date().toISOString(),
  decidedAt: null,
  expiresAt: null,
  decidedBy: null,
  step: { id: 'stp_1' },
  execution: {
    id: `exe_${id}`,
    input: { question: 'Refund order 7?' },
    agent: { id: 'agt_1', name: 'Refund desk' },
    startedBy: { id: 'usr_1', name: 'Ines' },
  },
  ...more,
});

interface Server {
  permissions: readonly string[];
  /** Null = it fails. */
  pending: readonly object[] | null;
}

interface Request {
  query: string;
  variables: { input: unknown };
}

/** The page before a server whose answers the test changes. */
function open(server: Server) {
  const decided: unknown[] = [];
  const listeners = new Set<(result: { data: object }) => void>();
  const answer = ({ query, variables }: Request): object => {
    if (query.includes('query Viewer')) return { viewer: { user: null, permissions: server.permissions } };
    if (!query.includes('mutation')) {
      const edges = (server.pending ?? []).map((node) => ({ node }));
      return { pendingApprovals: { edges, pageInfo: { hasNextPage: false } } };
    }
    decided.push(variables.input);
    return { decideApproval: { approval: { id: 'apr_1', status: 'APPROVED' }, userErrors: [] } };
  };
  const client = new Client({
    url: 'https://api.test/graphql',
    preferGetMethod: false,
    fetch: async (_, init) => {
      const request = JSON.parse(String(init?.body)) as Request;
      if (server.pending === null && !request.query.includes('query Viewer'))
        return new Response('', { status: 502, statusText: 'Bad Gateway' });
      return Response.json({ data: answer(request) });
    },
    exchanges: [
      subscriptionExchange({
        forwardSubscription: () => ({
          subscribe: (sink) => {
            listeners.add(sink.next);
            return { unsubscribe: () => listeners.delete(sink.next) };
          },
        }),
      }),
      fetchExchange,
    ],
  });
  const rootRoute = createRootRoute({
    component: () => (
      <Provider value={client}>
        <WaitingPage />
      </Provider>
    ),
  });
  render(<RouterProvider router={createRouter({ routeTree: rootRoute, history: createMemoryHistory() }) as never} />);
  return {
    decided,
    change: (id: string, status: string) => {
      for (const next of listeners) next({ data: { executionsChanged: { id, execution: { id, status } } } });
    },
  };
}

const MAY = ['approval:decide'];

test('what waits is shown with its run, and a decision goes out with its comment and the hash of what was seen', async () => {
  const { decided } = open({ permissions: MAY, pending: [waiting('apr_1', 'Call "Refund order"?')] });
  expect(await screen.findByRole('heading', { name: 'Call "Refund order"?' })).toBeTruthy();
  expect(screen.getByText('Refund order 7?')).toBeTruthy();
  const run = screen.getByRole('link', { name: 'Open run' });
  expect(run.getAttribute('href')).toBe('/runs/exe_apr_1?step=stp_1');
  await userEvent.type(screen.getByRole('textbox', { name: 'Comment' }), 'Not twice');
  await userEvent.click(screen.getByRole('button', { name: 'Deny' }));
  await waitFor(() =>
    expect(decided).toEqual([
      { approvalId: 'apr_1', decision: 'DENY', proposedHash: 'hash of apr_1', comment: 'Not twice' },
    ]),
  );
});

test('a question of a tool is answered in its form', async () => {
  const form = { type: 'object', properties: { size: { type: 'string', title: 'Size' } }, required: ['size'] };
  const { decided } = open({ permissions: MAY, pending: [waiting('apr_2', 'Which size?', { form })] });
  await userEvent.type(await screen.findByRole('textbox', { name: 'Size' }), 'L');
  await userEvent.click(screen.getByRole('button', { name: 'Answer' }));
  await waitFor(() =>
    expect(decided).toEqual([
      { approvalId: 'apr_2', decision: 'APPROVE', proposedHash: 'hash of apr_2', edits: { size: 'L' } },
    ]),
  );
});

test('the list follows what happens: a run that begins to wait brings its question, one that goes on takes it away', async () => {
  const server: Server = { permissions: MAY, pending: [] };
  const { change } = open(server);
  expect(await screen.findByText('Nothing waits for you')).toBeTruthy();
  server.pending = [waiting('apr_3', 'May it?')];
  change('exe_other', 'SUCCEEDED');
  change('exe_apr_3', 'WAITING');
  expect(await screen.findByRole('heading', { name: 'May it?' }, { timeout: 3_000 })).toBeTruthy();
  server.pending = [];
  change('exe_apr_3', 'RUNNING');
  expect(await screen.findByText('Nothing waits for you', {}, { timeout: 3_000 })).toBeTruthy();
});

test('runs that begin to wait one after the other without a pause do not keep the list from following', async () => {
  const server: Server = { permissions: MAY, pending: [] };
  const { change } = open(server);
  expect(await screen.findByText('Nothing waits for you')).toBeTruthy();
  server.pending = [waiting('apr_4', 'May it?')];
  const steady = setInterval(() => change('exe_apr_4', 'WAITING'), 100);
  try {
    expect(await screen.findByRole('heading', { name: 'May it?' }, { timeout: 3_000 })).toBeTruthy();
  } finally {
    clearInterval(steady);
  }
});

test('a list that did not load is a problem with a way to try again', async () => {
  const server: Server = { permissions: MAY, pending: null };
  open(server);
  expect(await screen.findByText('What waits for you did not load')).toBeTruthy();
  server.pending = [];
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Nothing waits for you')).toBeTruthy();
});

test('who may not decide is told so, and nothing is asked of the server', async () => {
  open({ permissions: [], pending: null });
  expect(await screen.findByText('Your role may not decide')).toBeTruthy();
});
