import type { HttpAnswer } from '@aether/common/security';
import {
  ProviderEmptyError,
  type ProviderFacts,
  ProviderInvalidError,
  ProviderNotJsonError,
  ProviderUnavailableError,
} from '../provider-errors.ts';
import type { MediaAnswer } from './provider-adapter.ts';
import { tooLargeFault } from './too-large-fault.ts';
import type { Watchdog } from './watchdog.ts';

/**
 * Reads an image, a sound or a transcription of limited size.
 * @param form the media types that such an answer may have, and what a person would call them
 */
export async function readMediaAnswer(
  answer: HttpAnswer,
  form: { readonly expected: string; readonly accepts: RegExp },
  watchdog: Watchdog,
  limitBytes: number,
  facts: ProviderFacts,
): Promise<MediaAnswer> {
  const contentType = answer.header('content-type') ?? 'no content type';
  if (!form.accepts.test(contentType)) {
    answer.discard();
    throw new ProviderNotJsonError(facts, form.expected, contentType);
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of answer.body) {
      watchdog.progress();
      size += piece.byteLength;
      if (size > limitBytes) break;
      pieces.push(piece);
    }
  } catch (error) {
    throw (
      watchdog.reason() ??
      tooLargeFault(error, facts) ??
      new ProviderUnavailableError(facts, 'the connection broke in mid-answer', { cause: error })
    );
  }
  if (size > limitBytes) throw new ProviderInvalidError(facts, `at most ${limitBytes} bytes`, 'more');
  if (size === 0) throw new ProviderEmptyError(facts);
  return { contentType, bytes: Buffer.concat(pieces) };
}
