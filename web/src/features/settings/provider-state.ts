import type { HealthStatus, ModelProviderState } from '../../gql/graphql.ts';
import { HEALTH, type StateWord } from '../tools/health.ts';

const OPEN: StateWord = { shape: 'failed', tone: 'error', word: 'Paused after failures' };

/** One word of two sources: whether a provider listed its models when it was last asked, and what calls came to since. */
export function providerState(status: HealthStatus, calls: ModelProviderState | null): StateWord {
  if (calls === 'OPEN') return OPEN;
  if (status === 'DOWN') return HEALTH.DOWN;
  if (calls === 'DEGRADED') return HEALTH.DEGRADED;
  // Calls that went through are newer than a check that complained, except of a key that is refused.
  if (calls === 'HEALTHY') return HEALTH.HEALTHY;
  return HEALTH[status];
}
