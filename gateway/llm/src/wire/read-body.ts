import { ValidationError } from '@aether/common/service';
import type { z } from 'zod';
import { BodyTooLargeError } from '../errors.ts';
import { isDeeperThan, MAXIMUM_LEVELS } from './is-deeper-than.ts';
import { validBody } from './valid-body.ts';

/** Of whole texts, of which it keeps nothing. */
const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Reads and parses a JSON body of limited size.
 * @throws BodyTooLargeError as soon as the limit is passed, ValidationError naming the first wrong field
 */
export async function readBody<Body>(request: Request, schema: z.ZodType<Body>, limitBytes: number): Promise<Body> {
  const json = parseJson(await readText(request, limitBytes));
  if (isDeeperThan(json, MAXIMUM_LEVELS))
    throw new ValidationError(['body'], `JSON that is nested at most ${MAXIMUM_LEVELS} levels deep`, 'a deeper one');
  return validBody(schema, json);
}

async function readText(request: Request, limitBytes: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw new BodyTooLargeError(limitBytes);
  if (request.body === null) return '';
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of request.body) {
    bytes += piece.byteLength;
    if (bytes > limitBytes) throw new BodyTooLargeError(limitBytes);
    pieces.push(piece);
  }
  try {
    return decoder.decode(Buffer.concat(pieces));
  } catch {
    throw new ValidationError(['body'], 'text in UTF-8', 'other bytes');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ValidationError(['body'], 'JSON', text === '' ? 'nothing' : 'text that is not JSON');
  }
}
