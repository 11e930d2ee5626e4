import { describe, expect, test } from 'vitest';
import { answerOf, answerText } from '../src/execution/answer.ts';
import type { ExecutionEnvelope } from '../src/execution/execution-events.ts';
import { applyEvent, NO_EXECUTION } from '../src/execution/execution-view.ts';

const AT = '2026-11-22T10:04:00.000Z';
const envelope = (seq: number | null, event: ExecutionEnvelope['event'], at = AT): ExecutionEnvelope => ({
  __typename: 'ExecutionEventEnvelope',
  seq,
  at,
  event,
});
const started = (stepId: string, attempt = 1): ExecutionEnvelope['event'] => ({
  __typename: 'StepStarted',
  stepId,
  key: `answer/${stepId}`,
  parentId: null,
  nodeId: null,
  type: 'LLM_INVOCATION',
  name: 'Answer',
  attempt,
  model: { __typename: 'Model', id: 'mdl_1', slug: 'builtin/extract', name: 'extract' },
});
const ended = (
  stepId: string,
  over: Partial<Extract<ExecutionEnvelope['event'], { __typename: 'StepEnded' }>> = {},
): ExecutionEnvelope['event'] => ({
  __typename: 'StepEnded',
  stepId,
  attempt: 1,
  stepStatus: 'SUCCEEDED',
  durationMs: 420,
  cost: 1_000_000,
  unpriced: false,
  promptTokens: 100,
  completionTokens: 20,
  cachedTokens: null,
  error: null,
  ...over,
});

describe('the events of a run', () => {
  test('a step is running from its start and has figures at its end', () => {
    const running = applyEvent(NO_EXECUTION, envelope(1, started('a')));
    expect(running.steps.get('a')).toMatchObject({ status: 'STARTED', durationMs: null, modelName: 'builtin/extract' });
    expect(running.startedAt).toBe(Date.parse(AT));
    const done = applyEvent(running, envelope(2, ended('a')));
    expect(done.steps.get('a')).toMatchObject({ status: 'SUCCEEDED', durationMs: 420, cost: 1_000_000, tokens: 120 });
  });

  test('a model of a flow has the name of its node, another step its own', () => {
    const nameOf = (over: object): string | undefined =>
      applyEvent(NO_EXECUTION, envelope(1, { ...started('a'), ...over } as never)).steps.get('a')?.name;
    expect(nameOf({ nodeId: 'judge' })).toBe('judge');
    expect(nameOf({ nodeId: 'judge', name: 'Answer (fallback 1)' })).toBe('judge (fallback 1)');
    expect(nameOf({ nodeId: 'look', type: 'VECTOR_SEARCH', name: 'Search policies' })).toBe('Search policies');
    expect(nameOf({})).toBe('Answer');
  });

  test('an event that came before changes nothing', () => {
    const view = applyEvent(NO_EXECUTION, envelope(2, started('a')));
    expect(applyEvent(view, envelope(2, ended('a')))).toBe(view);
    expect(applyEvent(view, envelope(1, ended('a')))).toBe(view);
  });

  test('an unknown cost stays unknown', () => {
    const view = [envelope(1, started('a')), envelope(2, ended('a', { cost: null, unpriced: true }))].reduce(
      applyEvent,
      NO_EXECUTION,
    );
    expect(view.steps.get('a')).toMatchObject({ cost: null, unpriced: true });
  });

  test('a second attempt keeps the first one as an earlier try', () => {
    const failed = ended('a', {
      stepStatus: 'FAILED',
      durationMs: 1200,
      error: {
        __typename: 'ExecutionError',
        code: 'PROVIDER_FIRST_BYTE_TIMEOUT',
        message: 'No first byte in 1.2 s',
        stepId: 'a',
        retryable: true,
        hint: null,
      },
    });
    const view = [
      envelope(1, started('a')),
      envelope(2, failed),
      envelope(3, started('a', 2), '2026-11-22T10:04:02.000Z'),
    ].reduce(applyEvent, NO_EXECUTION);
    expect(view.steps.get('a')).toMatchObject({
      status: 'STARTED',
      attempt: 2,
      durationMs: null,
      error: null,
      earlier: [{ durationMs: 1200, message: 'No first byte in 1.2 s' }],
    });
  });

  test('previews without a number are shown, and dropped when the step is written again', () => {
    const text = (offset: number, words: string, attempt = 1): ExecutionEnvelope['event'] => ({
      __typename: 'TextPreview',
      stepId: 'a',
      attempt,
      offset,
      text: words,
    });
    const written = [
      envelope(1, started('a')),
      envelope(null, text(0, 'Not ')),
      envelope(null, text(4, 'in full.')),
    ].reduce(applyEvent, NO_EXECUTION);
    expect(answerText(written)).toBe('Not in full.');
    const reset = applyEvent(
      written,
      envelope(2, { __typename: 'MessageReset', stepId: 'a', attempt: 2, reason: 'worker restarted' }),
    );
    expect(answerText(reset)).toBe('');
  });

  test('a structure in the making is for nobody to read', () => {
    const text = { __typename: 'TextPreview', stepId: 'a', attempt: 1, offset: 0, text: ' {"title": "Pl' } as const;
    const writing = [envelope(1, started('a')), envelope(null, text)].reduce(applyEvent, NO_EXECUTION);
    expect(answerText(writing)).toBe('');
  });

  test('the output is the answer once the run has ended', () => {
    const view = applyEvent(
      NO_EXECUTION,
      envelope(9, {
        __typename: 'ExecutionEnded',
        status: 'SUCCEEDED',
        output: { answer: 'Yes [1].' },
        totalDurationMs: 9840,
        totalCost: 31_300_000,
        unpriced: false,
        error: null,
      }),
    );
    expect(view).toMatchObject({ ended: true, status: 'SUCCEEDED', totalDurationMs: 9840, spent: 31_300_000 });
    expect(answerText(view)).toBe('Yes [1].');
  });

  test('an output without an answer is shown as JSON', () => {
    expect(answerOf({ amount: 3 })).toBe('```json\n{\n  "amount": 3\n}\n```');
    expect(answerOf(null)).toBe('');
  });
});
