import type { ErrorCode } from '@aether/schema';
import { expect, test } from 'vitest';
import type { FailureRecord } from '../src/db/records.ts';
import type { StepRecord } from '../src/db/step-records.ts';
import { KnownSteps } from '../src/journal/known-steps.ts';

const failure = (code: ErrorCode): FailureRecord => ({
  code,
  message: code,
  hint: null,
  retryable: true,
  stepId: 'stp_1',
});

const attempt = (number: number, code: ErrorCode | null) => ({
  number,
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
  cost: null,
  unpriced: false,
  modelId: null,
  error: code === null ? null : failure(code),
});

/** A call that failed, or that has no end, after earlier ones. */
function knownSteps(code: ErrorCode | null, earlier: readonly (ErrorCode | null)[] = []): KnownSteps {
  const step: StepRecord = {
    id: 'stp_1',
    executionId: 'exe_1',
    key: 'call',
    parentId: null,
    nodeId: null,
    type: 'HTTP_CALL',
    name: 'Call',
    status: code === null ? 'STARTED' : 'FAILED',
    attempt: earlier.length + 1,
    attempts: earlier.map((each, index) => attempt(index + 1, each)),
    effect: 'ONCE',
    toolId: null,
    toolSlug: 'http/example.com',
    idempotencyKey: 'key',
    inputHash: 'hash',
    position: 1,
    startedAt: '2026-01-01T00:00:00.000Z',
    startedAtMs: 1,
    durationMs: null,
    details: null,
    input: null,
    prompt: null,
    result: null,
    cost: null,
    unpriced: false,
    promptTokens: null,
    completionTokens: null,
    cachedTokens: null,
    modelId: null,
    spanId: 'span',
    error: code === null ? null : failure(code),
    promptPrefix: null,
    signal: null,
    dueAtMs: null,
  };
  return new KnownSteps('exe_1', [step]);
}

test.for<[string, ErrorCode | null, readonly (ErrorCode | null)[], number]>([
  ['a connection that nobody took', 'ENDPOINT_UNAVAILABLE', [], 0],
  ['a credential that could not be read', 'CREDENTIAL_UNREADABLE', [], 0],
  ['an answer that broke off', 'ENDPOINT_INTERRUPTED', [], 1],
  ['a process that ended', null, [], 1],
  ['a connection that nobody took after an answer that broke off', 'ENDPOINT_UNAVAILABLE', ['TOOL_OUTCOME_UNKNOWN'], 1],
  ['one after a process that ended and another', 'ENDPOINT_UNAVAILABLE', [null, 'ENDPOINT_UNAVAILABLE'], 1],
  ['an answer that broke off after a connection that nobody took', 'ENDPOINT_TIMEOUT', ['ENDPOINT_UNAVAILABLE'], 2],
])('what may have had its effect is the newest attempt in doubt: %s', ([, code, earlier, open]) => {
  expect(knownSteps(code, earlier).openAttempts('call')).toBe(open);
});

test('what fails in this process counts the same', () => {
  const steps = knownSteps('ENDPOINT_INTERRUPTED');
  steps.failed('call', 2, failure('ENDPOINT_UNAVAILABLE'));
  expect(steps.openAttempts('call')).toBe(1);
  expect(steps.interrupted('call')).toBeNull();
  steps.failed('call', 3, failure('ENDPOINT_TIMEOUT'));
  expect(steps.openAttempts('call')).toBe(3);
  steps.failed('new', 1, failure('ENDPOINT_UNAVAILABLE'));
  expect(steps.openAttempts('new')).toBe(0);
});
