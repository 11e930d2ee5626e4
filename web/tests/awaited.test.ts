import { expect, test } from 'vitest';
import type { ApprovalView } from '../src/execution/approval-view.ts';
import { awaited } from '../src/execution/awaited.ts';
import type { StepView } from '../src/execution/execution-view.ts';

const NOW = Date.parse('2026-11-23T10:00:00');

const wait = (details: unknown, more: Partial<StepView> = {}) =>
  ({ id: 'stp_1', key: 'pause', type: 'WAIT', name: 'Pause', durationMs: null, details, ...more }) as StepView;

const view = (steps: readonly StepView[], approvals: readonly Pick<ApprovalView, 'id' | 'status'>[] = []) => ({
  status: 'WAITING' as const,
  steps: new Map(steps.map((step) => [step.id, step])),
  approvals: new Map(approvals.map((approval) => [approval.id, approval as ApprovalView])),
});

test('a run that does not wait waits for nothing', () => {
  expect(awaited(null, NOW)).toBeNull();
  expect(awaited({ ...view([wait({})]), status: 'RUNNING' }, NOW)).toBeNull();
});

test('only an open approval waits for a person', () => {
  expect(awaited(view([], [{ id: 'apr_1', status: 'PENDING' }]), NOW)).toBe('for you');
  expect(awaited(view([wait(null)], [{ id: 'apr_1', status: 'APPROVED' }]), NOW)).toBe('at "Pause"');
});

test.each([
  [{ wait: 'TIMER', until: new Date(NOW + 60_000).toISOString() }, 'until today 10:01'],
  [{ wait: 'SIGNAL', signal: 'paid', until: null }, 'for the signal "paid"'],
  [null, 'at "Pause"'],
])('a step with %j waits %s', (details, words) => expect(awaited(view([wait(details)]), NOW)).toBe(words));

test('a step that has ended is waited for no more; a sign-in is called so', () => {
  expect(awaited(view([wait({ wait: 'SIGNAL', signal: 'paid' }, { durationMs: 5 })]), NOW)).toBe('to go on');
  const signIn = wait({ wait: 'SIGNAL', signal: 'x' }, { key: 'sign-in/model/0/tool:crm/find/0/1' });
  expect(awaited(view([signIn]), NOW)).toBe('for a sign-in to crm');
});
