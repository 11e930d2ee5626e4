import type { HttpAnswer } from './http-answer.ts';

/** Statuses whose answers have no body (Fetch standard, null body status). */
const WITHOUT_BODY = [204, 205, 304];
/** They describe the bytes on the wire; the body is decompressed. */
const OF_THE_WIRE = ['content-encoding', 'content-length', 'transfer-encoding'];

/** An answer in the form of the Fetch standard. @param method of its request */
export function toWebResponse(answer: HttpAnswer, method: string): Response {
  const { status } = answer;
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    if (!OF_THE_WIRE.includes(name)) for (const one of [value ?? []].flat()) headers.append(name, one);
  if (method !== 'HEAD' && !WITHOUT_BODY.includes(status)) return new Response(bodyOf(answer), { status, headers });
  // There is nothing to read, and reading it frees the connection.
  answer.body[Symbol.asyncIterator]()
    .next()
    .catch(() => undefined);
  return new Response(null, { status, headers });
}

/** Not `ReadableStream.from`: a reader that leaves while nothing comes would wait for the next piece. */
function bodyOf(answer: HttpAnswer): ReadableStream<Uint8Array> {
  const pieces = answer.body[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await pieces.next();
        if (next.done === true) controller.close();
        else controller.enqueue(next.value);
      },
      cancel: () => answer.discard(),
    },
    { highWaterMark: 0 },
  );
}
