import { pulledStream } from '../service/pulled-stream.ts';
import type { HttpAnswer } from './http-answer.ts';

/** Statuses whose answers have no body (Fetch standard, null body status). */
const WITHOUT_BODY = [204, 205, 304];
/** They describe the bytes on the wire; the body is decompressed. */
const OF_THE_WIRE = ['content-encoding', 'content-length', 'transfer-encoding'];
/** RFC 9112 §4, bytes as characters: `Response` throws at all else. */
const REASON_PHRASE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/u;

/** An answer in the form of the Fetch standard. @param method of its request */
export function toWebResponse(answer: HttpAnswer, method: string): Response {
  const { status } = answer;
  const statusText = REASON_PHRASE.test(answer.statusText) ? answer.statusText : '';
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    if (!OF_THE_WIRE.includes(name)) for (const one of [value ?? []].flat()) headers.append(name, one);
  const hasBody = method !== 'HEAD' && !WITHOUT_BODY.includes(status);
  if (!hasBody) void release(answer);
  return new Response(hasBody ? pulledStream(answer.body, () => answer.discard()) : null, {
    status,
    statusText,
    headers,
  });
}

/** There is nothing to read, and reading it frees the connection; what comes all the same is let go. */
async function release(answer: HttpAnswer): Promise<void> {
  const first = await answer.body[Symbol.asyncIterator]()
    .next()
    .catch(() => null);
  if (first?.done !== true) answer.discard();
}
