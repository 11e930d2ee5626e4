import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { Client, fetchExchange, Provider } from 'urql';
import { afterEach, expect, test } from 'vitest';
import { TemplateDetail } from '../src/features/agents/templates/template-detail.tsx';
import type { Template } from '../src/features/agents/templates/template-document.ts';

afterEach(cleanup);

const TEMPLATE: Template = {
  __typename: 'AgentTemplate',
  id: 'tpl_1',
  slug: 'support-triage',
  name: 'Support triage',
  description: 'Sorts a support request.',
  useCase: 'support',
  kind: 'PRODUCER',
  needsLanguageModel: true,
  example: { __typename: 'AgentTemplateExample', input: {}, answer: '# Triage' },
  spec: { instructions: 'Triage.', produces: { artifacts: { text: { name: 'Triage', format: 'MARKDOWN' } } } },
  requirements: [],
};
const WRITER = {
  __typename: 'Model',
  id: 'mdl_1',
  slug: 'acme/writer',
  name: 'Writer',
  builtIn: false,
  status: 'HEALTHY',
  unpriced: true,
  inputPricePerMillion: null,
  outputPricePerMillion: null,
};
const catalogOf = (models: readonly object[]): Response =>
  Response.json({
    data: {
      models: { edges: models.map((node) => ({ node })) },
      notebooks: { edges: [] },
      tools: { edges: [] },
      agents: { edges: [] },
    },
  });
const NEEDS_ONE = /It needs a language model/u;

/** The sheet, whose catalog answers one after the other. */
function open(...answers: readonly Promise<Response>[]) {
  const waiting = [...answers];
  const client = new Client({
    url: 'https://api.test/graphql',
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetch: () => waiting.shift() ?? Promise.reject(new Error('Nothing else is asked.')),
  });
  const rootRoute = createRootRoute({
    component: () => (
      <Provider value={client}>
        <TemplateDetail template={TEMPLATE} />
      </Provider>
    ),
  });
  render(<RouterProvider router={createRouter({ routeTree: rootRoute, history: createMemoryHistory() }) as never} />);
}

const button = (): Promise<HTMLElement> => screen.findByRole('button', { name: 'Use template' });
const isHeld = async (): Promise<boolean> => (await button()).getAttribute('aria-disabled') === 'true';

test('while the models load, nothing is said to be missing and the template cannot be used; then it has one of them', async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  open(promise);
  expect(await isHeld()).toBe(true);
  expect(screen.queryByText(NEEDS_ONE)).toBeNull();
  resolve(catalogOf([WRITER]));
  expect(await screen.findByRole('combobox', { name: 'Answers with' })).toMatchObject({ value: 'acme/writer' });
  expect(await isHeld()).toBe(false);
  expect(screen.queryByText(NEEDS_ONE)).toBeNull();
});

test('without a language model it says so, and may be used all the same', async () => {
  open(Promise.resolve(catalogOf([])));
  expect(await screen.findByText(NEEDS_ONE)).toBeTruthy();
  expect(await isHeld()).toBe(false);
});

test('models that did not load are a problem with a way to try again', async () => {
  open(Promise.resolve(new Response('', { status: 502 })), Promise.resolve(catalogOf([WRITER])));
  expect(await screen.findByText('Models and notebooks did not load')).toBeTruthy();
  expect(await isHeld()).toBe(true);
  expect(screen.queryByText(NEEDS_ONE)).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByRole('combobox', { name: 'Answers with' })).toMatchObject({ value: 'acme/writer' });
  expect(await isHeld()).toBe(false);
});
