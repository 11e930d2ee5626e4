import { expect, test } from 'vitest';
import { CredentialUnreadableError, ModelNotFoundError } from '../src/errors.ts';
import { HealthWindow } from '../src/health/health-window.ts';
import { mergeHealth } from '../src/health/merge-health.ts';
import { providerVerdict } from '../src/health/provider-verdict.ts';
import { ProviderRateLimitedError } from '../src/provider-errors.ts';

const START = Date.UTC(2026, 10, 23, 10);
const at = (seconds: number): Date => new Date(START + seconds * 1_000);
const of = (window: HealthWindow, seconds: number) =>
  mergeHealth([{ ...window.report(at(seconds)), open: [] }], at(seconds));
const limit = (retryAfterMs: number | null) =>
  new ProviderRateLimitedError({ provider: 'stub', model: 'stub-1' }, retryAfterMs);

test('what another gateway told ages as if it were our own', () => {
  const window = new HealthWindow();
  window.began();
  window.answered(at(0), 100);
  const told = { ...window.report(at(0)), open: [] };
  expect(mergeHealth([told], at(240)).calls).toBe(1);
  expect(mergeHealth([told], at(301))).toMatchObject({
    calls: 0,
    state: 'UNKNOWN',
    lastSuccessAt: at(0).toISOString(),
  });
});

test('a call that began after a limit was told, and went through, ends it', () => {
  const window = new HealthWindow();
  for (let call = 0; call < 3; call += 1) window.began();
  window.failed(at(10), limit(3_600_000));
  // It was on its way when the limit was told.
  window.answered(at(12), 5_000);
  expect(of(window, 12)).toMatchObject({ state: 'DEGRADED', rateLimitedUntil: at(3_610).toISOString() });
  window.answered(at(20), 1_000);
  expect(of(window, 20).rateLimitedUntil).toBeNull();
});

test('a refusal without a time takes nothing from one that told it', () => {
  const window = new HealthWindow();
  for (let call = 0; call < 2; call += 1) window.began();
  window.failed(at(0), limit(60_000));
  window.failed(at(1), limit(null));
  expect(of(window, 2).rateLimitedUntil).toBe(at(60).toISOString());
});

test.each([
  [new CredentialUnreadableError('stub'), 'fault'],
  [new ModelNotFoundError('stub/none', []), 'answer'],
  [limit(null), 'fault'],
  [new TypeError('a defect of ours'), null],
] as const)('%s says of its provider: %s', (error, verdict) => {
  expect(providerVerdict(error)).toBe(verdict);
});
