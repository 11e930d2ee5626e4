import { EFFECT_OF_METHOD, type FlowNodeOf, type HttpMethod, type JsonObject, type JsonValue } from '@aether/schema';
import { WrongValueError } from '../flow/errors.ts';
import type { ToolEffect } from '../tool.ts';

export type HttpCallSpec = Pick<
  FlowNodeOf<'http'>,
  'method' | 'url' | 'headers' | 'credential' | 'effect' | 'price' | 'approval' | 'timeoutMs' | 'maximumBytes'
>;

/** What is sent but for the credential, as the chain shows it. */
export interface OutsideRequest {
  readonly method: HttpMethod;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Text as it goes over the wire. */
  readonly body: string | null;
}

export function effectOfCall({ effect, method }: Pick<HttpCallSpec, 'effect' | 'method'>): ToolEffect {
  return effect ?? EFFECT_OF_METHOD[method];
}

/**
 * The address with the names in its path filled in. A value never leaves its place: it is encoded, and one that would be no segment of a path
 * (empty, "." or "..") is refused.
 * @throws WrongValueError
 */
export function addressOf(
  url: string,
  path: Readonly<Record<string, JsonValue>>,
  query: Readonly<Record<string, JsonValue>>,
): string {
  const filled = url.replaceAll(/\{([^{}]*)\}/gu, (_, name: string) => {
    const text = plain(name, path[name] ?? null);
    if (text === '' || text === '.' || text === '..')
      throw new WrongValueError(`path.${name}`, 'a text that can be part of an address', `"${text}"`);
    return encodeURIComponent(text);
  });
  const address = new URL(filled);
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== null) address.searchParams.append(name, plain(name, each));
  }
  return address.href;
}

function plain(name: string, value: JsonValue): string {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new WrongValueError(name, 'a text, a number, true or false', value === null ? 'nothing' : 'something else');
}

/** As the record keeps it. */
export function asArguments({ method, url, headers, body }: OutsideRequest): JsonObject {
  return { method, url, headers: { ...headers }, body };
}
