import type { JsonValue } from '@aether/schema';
import { untrustedText } from '../loop/untrusted-text.ts';
import { EndpointInvalidError, EndpointRefusedError } from './errors.ts';

/** Statuses that may be others the next time. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * The text of an answer that says yes, without characters that hide or confuse.
 * @throws EndpointRefusedError for another status than 2xx
 * @throws EndpointInvalidError for bytes that are not UTF-8
 */
export async function readText(response: Response, origin: string): Promise<string> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (!response.ok)
    throw new EndpointRefusedError(origin, response.status, decode(bytes) ?? '', PASSING.has(response.status));
  return textOfBytes(bytes, origin);
}

/** @throws EndpointInvalidError for bytes that are not UTF-8 */
export function textOfBytes(bytes: Uint8Array, origin: string): string {
  const text = decode(bytes);
  if (text === null) throw new EndpointInvalidError(origin, 'bytes that are not UTF-8', 'text');
  return untrustedText(text, bytes.length);
}

/** The value of an answer in JSON; null for one without a body, where the status allows that. */
export async function readJson(response: Response, origin: string, mayBeEmpty: boolean): Promise<JsonValue> {
  const { status } = response;
  const text = await readText(response, origin);
  if (text.trim() === '') {
    if (mayBeEmpty || status === 204 || status === 205) return null;
    throw new EndpointInvalidError(origin, 'nothing', 'JSON');
  }
  return parseJson(text, origin);
}

/** @throws EndpointInvalidError */
export function parseJson(text: string, origin: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    const answered = /^\s*<(?:!doctype\s+html|html)/iu.test(text) ? 'HTML' : 'text that is no JSON';
    throw new EndpointInvalidError(origin, answered, 'JSON', text);
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
