import type { HealthStatus, ModelProviderState } from '../../gql/graphql.ts';
import { HEALTH, type StateWord } from '../tools/health.ts';

const OPEN: StateWord = { shape: 'failed', tone: 'error', word: 'Paused after failures' };

/** One word of two sources: whether a provider listed its models when it was last asked, and what calls came to since. */
export function providerState(status: HealthStatus, calls: ModelProviderState | null): StateWord {
  if (calls === 'OPEN') return OPEN;
  // Calls that went through in the last minutes say more than a check that complained.
  if (calls === 'HEALTHY') return HEALTH.HEALTHY;
  if (status === 'DOWN') return HEALTH.DOWN;
  if (calls === 'DEGRADED') return HEALTH.DEGRADED;
  return HEALTH[status];
}
