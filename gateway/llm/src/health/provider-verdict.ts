import { PlatformError } from '@aether/common/service';
import { ProviderError, ProviderQuotaError } from '../provider-errors.ts';

/** Said of one request, by a provider that works. */
const OF_THE_REQUEST: readonly string[] = [
  'PROVIDER_REFUSED',
  'PROMPT_TOO_LARGE',
  'CONTENT_FILTERED',
  'OUTPUT_INVALID',
  'MODEL_NOT_FOUND',
];
/** Of how the provider is connected: every call to it fails. */
const OF_THE_CONNECTION: readonly string[] = ['CREDENTIAL_UNREADABLE', 'ADDRESS_REFUSED'];

/** What a failed attempt says of its provider: `fault` = it did not work, `answer` = it did, null = it was not asked, or its caller left. */
export function providerVerdict(error: unknown): 'fault' | 'answer' | null {
  if (!(error instanceof PlatformError)) return null;
  if (OF_THE_CONNECTION.includes(error.code)) return 'fault';
  if (OF_THE_REQUEST.includes(error.code)) return 'answer';
  if (!(error instanceof ProviderError)) return null;
  if (error instanceof ProviderQuotaError) return 'fault';
  // Our own limits: places at once, and an administrator's rates.
  return error.code === 'RATE_LIMITED' ? null : 'fault';
}
