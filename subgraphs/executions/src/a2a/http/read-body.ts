import { A2A_CONTENT_TYPE } from '@a2a-js/sdk';
import { ContentTypeNotSupportedError, RequestMalformedError } from '@a2a-js/sdk/errors';
import { isRecord } from '@aether/schema';

const MEDIA_TYPES: readonly string[] = ['application/json', A2A_CONTENT_TYPE];

/**
 * What a request of A2A over HTTP+JSON carries. An empty body is an empty object: some operations have all they need in their path.
 * @param decode from JSON, by the SDK of the protocol, which takes much for granted
 * @throws ContentTypeNotSupportedError, RequestMalformedError
 */
export async function readBody<Body>(
  request: Request,
  decode: (body: Readonly<Record<string, unknown>>) => Body,
): Promise<Body> {
  const text = await request.text();
  const [mediaType = ''] = (request.headers.get('content-type') ?? '').split(';', 1);
  if (text !== '' && !MEDIA_TYPES.includes(mediaType.trim().toLowerCase()))
    throw new ContentTypeNotSupportedError(`The body must be ${MEDIA_TYPES.join(' or ')}.`);
  const body = text === '' ? {} : parsed(text);
  if (!isRecord(body)) throw new RequestMalformedError('The body must be a JSON object.');
  try {
    return decode(body);
  } catch {
    throw new RequestMalformedError('The body is no message of A2A 1.0: a value in it has another type.');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestMalformedError('The body is no JSON.');
  }
}
