import { expect, test } from 'vitest';
import { awaitedSignIns } from '../src/execution/awaited-sign-ins.ts';
import type { StepView } from '../src/execution/execution-view.ts';

const step = (key: string, more: Partial<StepView> = {}): StepView => ({
  id: key,
  key,
  parentId: null,
  type: 'WAIT',
  name: 'Sign in to "crm"',
  status: 'WAITING',
  attempt: 1,
  startedAt: 0,
  durationMs: null,
  cost: null,
  unpriced: false,
  tokens: null,
  modelName: null,
  note: null,
  error: null,
  earlier: [],
  details: null,
  call: null,
  ...more,
});

test('each server that a run waits for is named once, in the loop and in a flow', () => {
  const steps = [
    step('sign-in/model/0/tool:mail/send/0/0'),
    step('sign-in/model/0/tool:mail/search/1/0', { status: 'STARTED' }),
    step('ask/sign-in/tool:crm/find/2'),
    step('own-account/model/0/tool:mail/send/0/0'),
  ];
  expect(awaitedSignIns(steps)).toEqual([
    { server: 'crm', isOwn: false },
    { server: 'mail', isOwn: true },
    { server: 'mail', isOwn: false },
  ]);
});

test('other waits, and those that are over, name none', () => {
  const steps = [
    step('wait/timer'),
    step('sign-in/model/0/tool:mail/send/0/0', { status: 'SUCCEEDED', durationMs: 4_000 }),
    step('model/0/tool:crm/find/0', { type: 'TOOL_EXECUTION' }),
  ];
  expect(awaitedSignIns(steps)).toEqual([]);
});
