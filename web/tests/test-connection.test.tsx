import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { Client, fetchExchange, Provider } from 'urql';
import { afterEach, expect, test } from 'vitest';
import { TestConnection } from '../src/features/agents/endpoint/test-connection.tsx';

afterEach(cleanup);

const health = {
  __typename: 'AgentHealth',
  status: 'HEALTHY',
  checkedAt: '2026-11-01T00:00:00.000Z',
  detail: 'Answered with 200.',
};
const client = new Client({
  url: 'https://api.test/graphql',
  exchanges: [fetchExchange],
  preferGetMethod: false,
  fetch: async () => Response.json({ data: { checkAgentHealth: { health, userErrors: [] } } }),
});

function page(url: string) {
  return (
    <Provider value={client}>
      <TestConnection agentId="agt_1" endpoint={{ protocol: 'rest', url }} blocked={null} flush={async () => 3} />
    </Provider>
  );
}

test('what was found of an endpoint is not said of another one', async () => {
  const { rerender } = render(page('https://one.example'));
  await userEvent.click(screen.getByRole('button', { name: 'Test connection' }));
  expect(await screen.findByText('Answered with 200.')).toBeTruthy();
  rerender(page('https://two.example'));
  expect(screen.queryByText('Answered with 200.')).toBeNull();
});
