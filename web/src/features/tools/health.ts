import type { HealthStatus } from '../../gql/graphql.ts';
import type { Tone } from '../../ui/status.tsx';
import type { StatusShape } from '../../ui/status-mark.tsx';

/** A state as it is shown. */
export interface StateWord {
  shape: StatusShape;
  tone: Tone;
  word: string;
}

/** Whether something outside answers: a model provider, a tool server. */
export const HEALTH: Record<HealthStatus, StateWord> = {
  HEALTHY: { shape: 'succeeded', tone: 'success', word: 'Healthy' },
  DEGRADED: { shape: 'warning', tone: 'warning', word: 'Degraded' },
  DOWN: { shape: 'failed', tone: 'error', word: 'Not reachable' },
  UNKNOWN: { shape: 'queued', tone: 'quiet', word: 'Not checked yet' },
};
