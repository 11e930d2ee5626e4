import { expect, test } from 'vitest';
import { providerState } from '../src/features/settings/provider-state.ts';

test.each([
  ['HEALTHY', 'OPEN', 'Paused after failures'],
  ['DOWN', 'OPEN', 'Paused after failures'],
  ['DOWN', 'HEALTHY', 'Healthy'],
  ['DOWN', 'DEGRADED', 'Not reachable'],
  ['HEALTHY', 'DEGRADED', 'Degraded'],
  ['UNKNOWN', 'HEALTHY', 'Healthy'],
  ['DEGRADED', 'HEALTHY', 'Healthy'],
  ['HEALTHY', 'UNKNOWN', 'Healthy'],
  ['UNKNOWN', 'UNKNOWN', 'Not checked yet'],
  ['DEGRADED', null, 'Degraded'],
] as const)('a provider that is %s when asked, and %s when called, is shown as "%s"', (status, calls, word) => {
  expect(providerState(status, calls).word).toBe(word);
});
