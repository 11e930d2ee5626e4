import type { EndpointOf } from '@aether/schema';
import { addressOf } from '../outside/http-request.ts';
import { type EndpointScope, evaluateFor } from './endpoint-plan.ts';

/** The address of an endpoint with its names and parameters filled in. @throws ExpressionFailedError, WrongValueError */
export function addressFor(
  { url, path, query }: Pick<EndpointOf<'rest'>, 'url' | 'path' | 'query'>,
  scope: EndpointScope,
): string {
  const all = (expressions: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(expressions).map(([name, text]) => [name, evaluateFor(scope, text)]));
  return addressOf(url, all(path), all(query));
}
