import type { HttpAnswer, SafeFetch } from '@aether/common/security';
import type { Clock } from '@aether/common/service';
import type { ProviderFacts } from '../provider-errors.ts';
import { connectionFault } from './connection-fault.ts';
import { refusalOf } from './refusal-of.ts';
import { retryAfterMs, vendorFault } from './vendor-fault.ts';
import type { Watchdog } from './watchdog.ts';

/** How a vendor is reached. */
export interface VendorConnection {
  readonly baseUrl: string;
  /** Asked for at each call, so that no plaintext key is kept longer than the call. */
  readonly apiKey: () => Promise<string>;
  /** Network access: to operators' own URLs, or to public ones alone for tenants'. */
  readonly send: SafeFetch['send'];
  readonly clock: Clock;
}

export interface VendorQuestion {
  /** After the base URL. */
  readonly path: string;
  /** In which the vendor wants the key, and what else it wants. */
  readonly headers: (apiKey: string) => Readonly<Record<string, string>>;
  /** Sent as JSON, a form as one; null = `GET`. */
  readonly body: object | FormData | null;
  /** The vendor has tried all it can when it answers 500: the same model is not asked again. */
  readonly serverErrorIsFinal?: boolean;
}

/**
 * One request to a vendor. An SDK would do the same with several copies of headers, timers and signals of its own, and we read what comes
 * back ourselves.
 * @throws what the refusal, or the lack of an answer, means
 */
export async function askVendor(
  { baseUrl, apiKey, send, clock }: VendorConnection,
  { path, headers, body, serverErrorIsFinal = false }: VendorQuestion,
  watchdog: Watchdog,
  facts: ProviderFacts,
): Promise<HttpAnswer> {
  let answer: HttpAnswer;
  try {
    const encoded = await encode(body);
    answer = await send({
      url: `${baseUrl.replace(/\/$/, '')}${path}`,
      method: body === null ? 'GET' : 'POST',
      headers: { ...headers(await apiKey()), ...encoded.headers },
      body: encoded.bytes,
      signal: watchdog.signal,
    });
  } catch (error) {
    throw watchdog.reason() ?? connectionFault(error, facts);
  }
  if (answer.isOk) return answer;
  const { code, message } = await refusalOf(answer);
  throw vendorFault(
    {
      status: answer.status,
      code,
      message,
      retryAfterMs: retryAfterMs(answer, clock.now()),
      isFinal: answer.status === 500 && serverErrorIsFinal,
      isRefusal: true,
    },
    facts,
  );
}

async function encode(
  body: object | FormData | null,
): Promise<{ readonly headers: Readonly<Record<string, string>>; readonly bytes: string | Uint8Array | null }> {
  if (body === null) return { headers: {}, bytes: null };
  if (!(body instanceof FormData))
    return { headers: { 'content-type': 'application/json' }, bytes: JSON.stringify(body) };
  const form = new Response(body);
  return {
    headers: { 'content-type': form.headers.get('content-type') ?? 'multipart/form-data' },
    bytes: new Uint8Array(await form.arrayBuffer()),
  };
}
