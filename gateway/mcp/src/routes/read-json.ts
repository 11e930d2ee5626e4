import { ValidationError } from '@aether/common/service';
import { BodyTooLargeError } from '../errors.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads a JSON body of limited size.
 * @throws BodyTooLargeError as soon as the limit is passed, ValidationError when it is no JSON
 */
export async function readJson(request: Request, limitBytes: number): Promise<unknown> {
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw new BodyTooLargeError(limitBytes);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > limitBytes) throw new BodyTooLargeError(limitBytes);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(utf8.decode(Buffer.concat(chunks)));
  } catch {
    throw new ValidationError(['body'], 'a JSON-RPC message in UTF-8', bytes === 0 ? 'nothing' : 'something else');
  }
}
