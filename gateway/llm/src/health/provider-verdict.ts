import { ProviderError, ProviderQuotaError } from '../provider-errors.ts';

/** Said of one request, by a provider that works. */
const OF_THE_REQUEST: readonly string[] = [
  'PROVIDER_REFUSED',
  'PROMPT_TOO_LARGE',
  'CONTENT_FILTERED',
  'OUTPUT_INVALID',
];

/** What a failed attempt says of its provider: `fault` = it did not work, `answer` = it did, null = it was not asked, or its caller left. */
export function providerVerdict(error: unknown): 'fault' | 'answer' | null {
  if (!(error instanceof ProviderError)) return null;
  if (error instanceof ProviderQuotaError) return 'fault';
  // Our own limits: places at once, and an administrator's rates.
  if (error.code === 'RATE_LIMITED') return null;
  return OF_THE_REQUEST.includes(error.code) ? 'answer' : 'fault';
}
