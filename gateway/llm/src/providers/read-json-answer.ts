import type { HttpAnswer } from '@aether/common/security';
import {
  ProviderEmptyError,
  ProviderError,
  type ProviderFacts,
  ProviderInvalidError,
  ProviderNotJsonError,
  ProviderUnavailableError,
} from '../provider-errors.ts';
import { tooLargeFault } from './too-large-fault.ts';
import type { Watchdog } from './watchdog.ts';

/** Of whole texts, of which it keeps nothing. */
const decoder = new TextDecoder();

/** Reads an answer that must be one JSON document of limited size. */
export async function readJsonAnswer(
  answer: HttpAnswer,
  watchdog: Watchdog,
  limitBytes: number,
  facts: ProviderFacts,
): Promise<unknown> {
  const contentType = answer.header('content-type') ?? 'no content type';
  if (!/^application\/(?:[\w.+-]+\+)?json/.test(contentType)) {
    answer.discard();
    throw new ProviderNotJsonError(facts, 'application/json', contentType);
  }
  const text = await readLimited(answer, watchdog, limitBytes, facts);
  if (text === '') throw new ProviderEmptyError(facts);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ProviderInvalidError(facts, 'JSON', 'text that is not JSON', error);
  }
}

async function readLimited(
  answer: HttpAnswer,
  watchdog: Watchdog,
  limitBytes: number,
  facts: ProviderFacts,
): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of answer.body) {
      watchdog.progress();
      bytes += piece.byteLength;
      if (bytes > limitBytes) throw new ProviderInvalidError(facts, `at most ${limitBytes} bytes`, 'more');
      pieces.push(piece);
    }
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw (
      watchdog.reason() ??
      tooLargeFault(error, facts) ??
      new ProviderUnavailableError(facts, 'the connection broke in mid-answer', { cause: error })
    );
  }
  return decoder.decode(Buffer.concat(pieces));
}
