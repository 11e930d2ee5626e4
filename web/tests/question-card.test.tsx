import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { Client, fetchExchange, Provider } from 'urql';
import { afterEach, expect, test } from 'vitest';
import { ApprovalList } from '../src/execution/approval-list.tsx';
import type { ApprovalView } from '../src/execution/approval-view.ts';
import type { ExecutionView } from '../src/execution/execution-view.ts';

afterEach(cleanup);

const question: ApprovalView = {
  id: 'apr_1',
  stepId: 'stp_1',
  question: '"crm" asks: Which size?',
  proposed: {},
  proposedHash: 'hash',
  editable: true,
  form: null,
  link: null,
  status: 'PENDING',
  comment: null,
  decidedBy: null,
  expiresAt: null,
};

/** Shows what a run asks. @returns what is sent */
function shown(approval: ApprovalView): unknown[] {
  const sent: unknown[] = [];
  const client = new Client({
    url: 'http://localhost/graphql',
    exchanges: [fetchExchange],
    preferGetMethod: false,
    fetch: async (_, init) => {
      const { variables } = JSON.parse(String(init?.body)) as { variables: { input: unknown } };
      sent.push(variables.input);
      const decideApproval = { approval: { id: 'apr_1', status: 'APPROVED' }, userErrors: [] };
      return Response.json({ data: { decideApproval } });
    },
  });
  const view = { approvals: new Map([[approval.id, approval]]), steps: new Map(), ended: false };
  render(
    <Provider value={client}>
      <ApprovalList view={view as unknown as ExecutionView} />
    </Provider>,
  );
  return sent;
}

const asked = (schema: string): unknown[] => shown({ ...question, form: JSON.parse(schema) as unknown });

test('several are chosen by checkboxes, a choice is taken back, and Enter sends', async () => {
  const sent = asked(
    JSON.stringify({
      type: 'object',
      properties: {
        note: { type: 'string' },
        size: { type: 'string', enum: ['s', 'l'], default: 's' },
        gift: { type: 'boolean', title: 'Gift', description: 'Wrapped in paper.' },
        extras: {
          type: 'array',
          title: 'Extras',
          items: {
            anyOf: [
              { const: 'c', title: 'Card' },
              { const: 'b', title: 'Bow' },
            ],
          },
        },
      },
    }),
  );
  expect(screen.getByRole('checkbox', { name: 'Gift', description: 'Wrapped in paper.' })).toBeTruthy();
  expect(screen.getByRole('group', { name: 'Extras (optional)' })).toBeTruthy();
  await userEvent.click(screen.getByRole('checkbox', { name: 'Bow' }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'Card' }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'Bow' }));
  await userEvent.selectOptions(screen.getByRole('combobox'), 'None');
  await userEvent.type(screen.getByRole('textbox'), 'hi{Enter}');
  await expect
    .poll(() => sent)
    .toEqual([
      {
        approvalId: 'apr_1',
        decision: 'APPROVE',
        proposedHash: 'hash',
        edits: { note: 'hi', gift: false, extras: ['c'] },
      },
    ]);
});

test.each(['constructor', 'toString', 'valueOf', '__proto__'])(
  'a field named %s is empty at first and is sent',
  async (name) => {
    const sent = asked(`{"type": "object", "properties": {"${name}": {"type": "string"}}}`);
    const field = screen.getByRole<HTMLInputElement>('textbox');
    expect(field.value).toBe('');
    await userEvent.type(field, 'x{Enter}');
    await expect.poll(() => JSON.stringify(sent)).toContain(`"edits":{"${name}":"x"}`);
  },
);

test.each([
  ['APPROVED', 'Answered'],
  ['DENIED', 'Not answered'],
  ['EXPIRED', 'Not answered in time'],
] as const)('a question that is %s is told as %s', (status, word) => {
  shown({ ...question, form: {}, status });
  expect(screen.getByText(word)).toBeTruthy();
});
