/** What is left of a limit per minute, in the headers that clients of OpenAI read. */
export function rateHeaders(
  of: 'requests' | 'tokens',
  rate: { readonly limit: number; readonly remaining: number; readonly resetMs: number },
): Record<string, string> {
  return {
    [`x-ratelimit-limit-${of}`]: String(rate.limit),
    [`x-ratelimit-remaining-${of}`]: String(Math.max(0, rate.remaining)),
    [`x-ratelimit-reset-${of}`]: rate.resetMs < 1000 ? `${Math.ceil(rate.resetMs)}ms` : `${rate.resetMs / 1000}s`,
  };
}

/** When a refused client should come back: in whole seconds for everybody, in milliseconds for those who read it. */
export function retryHeaders(retryAfterMs: number): Record<string, string> {
  return { 'retry-after-ms': String(Math.ceil(retryAfterMs)), 'retry-after': String(Math.ceil(retryAfterMs / 1000)) };
}
