import { describe, expect, test } from 'vitest';
import type { ExecutionEnvelope } from '../src/execution/execution-events.ts';
import { applyEvent, NO_EXECUTION } from '../src/execution/execution-view.ts';
import { editedArguments } from '../src/execution/edited-arguments.ts';

const envelope = (seq: number, event: ExecutionEnvelope['event']): ExecutionEnvelope => ({
  __typename: 'ExecutionEventEnvelope',
  seq,
  at: '2026-11-22T10:04:00.000Z',
  event,
});
const asked: ExecutionEnvelope['event'] = {
  __typename: 'ApprovalRequested',
  approvalId: 'apr_1',
  stepId: 'stp_1',
  question: 'Call "Refund"?',
  proposed: { amount: 5 },
  proposedHash: 'hash',
  editable: true,
  form: null,
  link: null,
  expiresAt: '2026-11-22T10:09:00.000Z',
};
const waiting = applyEvent(NO_EXECUTION, envelope(1, asked));

describe('approvals of a run', () => {
  test('a question is open until it is decided', () => {
    expect(waiting.approvals.get('apr_1')).toMatchObject({
      status: 'PENDING',
      proposed: { amount: 5 },
      editable: true,
    });
    const decided = applyEvent(
      waiting,
      envelope(2, {
        __typename: 'ApprovalDecided',
        approvalId: 'apr_1',
        stepId: 'stp_1',
        approvalStatus: 'DENIED',
        comment: 'Too much.',
        decidedBy: { __typename: 'User', id: 'usr_1', name: 'Mara Lindt' },
      }),
    );
    expect(decided.approvals.get('apr_1')).toMatchObject({
      status: 'DENIED',
      comment: 'Too much.',
      decidedBy: 'Mara Lindt',
    });
  });

  test('a run that has ended asks nothing any more', () => {
    const ended = applyEvent(
      waiting,
      envelope(2, {
        __typename: 'ExecutionEnded',
        status: 'CANCELLED',
        output: null,
        totalDurationMs: 1,
        totalCost: 0,
        unpriced: false,
        error: null,
      }),
    );
    expect(ended.approvals.get('apr_1')?.status).toBe('EXPIRED');
  });

  test('changed arguments are sent only when they are an object and differ', () => {
    expect(editedArguments(null, { amount: 5 })).toEqual({});
    expect(editedArguments('{ "amount": 5 }', { amount: 5 })).toEqual({});
    expect(editedArguments('{"amount": 4}', { amount: 5 })).toEqual({ edits: { amount: 4 } });
    expect(editedArguments('{"amount": 4', { amount: 5 })).toHaveProperty('problem');
    expect(editedArguments('[4]', { amount: 5 })).toHaveProperty('problem');
  });
});
