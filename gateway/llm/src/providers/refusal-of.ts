import type { HttpAnswer } from '@aether/common/security';
import { readVendorError } from './read-vendor-error.ts';

/** Of an error's text; what reaches people is less. */
const MAXIMUM_BYTES = 1024 * 1024;

/** The code and the text of an answer that is none. What is no JSON of a known form is told as it stands. */
export async function refusalOf(
  answer: HttpAnswer,
): Promise<{ readonly code: string | null; readonly message: string }> {
  const text = await beginningOf(answer);
  return readVendorError(parseJson(text)) ?? { code: null, message: text === '' ? 'no reason was given' : text };
}

async function beginningOf(answer: HttpAnswer): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of answer.body) {
      pieces.push(piece);
      bytes += piece.byteLength;
      if (bytes > MAXIMUM_BYTES) break;
    }
  } catch {
    // The status says enough.
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
