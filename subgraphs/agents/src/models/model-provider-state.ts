/** OPEN: a breaker refuses calls at this moment. UNKNOWN: nobody has called in the last minutes. */
export const ModelProviderState = {
  HEALTHY: 'HEALTHY',
  DEGRADED: 'DEGRADED',
  OPEN: 'OPEN',
  UNKNOWN: 'UNKNOWN',
} as const;
export type ModelProviderState = keyof typeof ModelProviderState;
