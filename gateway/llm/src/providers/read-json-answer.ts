import {
  ProviderEmptyError,
  ProviderError,
  type ProviderFacts,
  ProviderInvalidError,
  ProviderNotJsonError,
  ProviderUnavailableError,
} from '../provider-errors.ts';
import type { Watchdog } from './watchdog.ts';

/** Reads an answer that must be one JSON document of limited size. */
export async function readJsonAnswer(
  response: Response,
  watchdog: Watchdog,
  limitBytes: number,
  facts: ProviderFacts,
): Promise<unknown> {
  const contentType = response.headers.get('content-type') ?? 'no content type';
  if (!/^application\/(?:[\w.+-]+\+)?json/.test(contentType)) {
    await response.body?.cancel();
    throw new ProviderNotJsonError(facts, 'application/json', contentType);
  }
  const text = await readLimited(response, watchdog, limitBytes, facts);
  if (text === '') throw new ProviderEmptyError(facts);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ProviderInvalidError(facts, 'JSON', 'text that is not JSON', error);
  }
}

async function readLimited(
  response: Response,
  watchdog: Watchdog,
  limitBytes: number,
  facts: ProviderFacts,
): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  try {
    for await (const chunk of response.body ?? []) {
      watchdog.progress();
      bytes += chunk.byteLength;
      if (bytes > limitBytes) throw new ProviderInvalidError(facts, `at most ${limitBytes} bytes`, 'more');
      text += decoder.decode(chunk, { stream: true });
    }
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw (
      watchdog.reason() ?? new ProviderUnavailableError(facts, 'the connection broke in mid-answer', { cause: error })
    );
  }
  return text + decoder.decode();
}
