import { type EndpointOf, isRecord, type JsonValue } from '@aether/schema';
import { EndpointInvalidError, EndpointRefusedError } from '../outside/errors.ts';
import { asArguments } from '../outside/http-request.ts';
import { readJson } from '../outside/read-answer.ts';
import { type EndpointPlan, type EndpointScope, evaluateFor } from './endpoint-plan.ts';

/** One operation of a GraphQL API. An answer with errors is a failure, whatever its status. */
export function planGraphql(endpoint: EndpointOf<'graphql'>, scope: EndpointScope): EndpointPlan {
  const { url, document, request } = endpoint;
  const { origin, host } = new URL(url);
  const variables = request === undefined ? scope.inputs : evaluateFor(scope, request);
  const body = JSON.stringify({ query: document, variables });
  const headers = {
    accept: 'application/graphql-response+json, application/json',
    'content-type': 'application/json',
    ...endpoint.headers,
  };
  return {
    target: host,
    effect: endpoint.effect ?? (/\bmutation\b/u.test(document) ? 'ONCE' : 'READ'),
    arguments: asArguments({ method: 'POST', url, headers, body }),
    async send({ fetchOf }, { signal, idempotencyKey }) {
      const sent = { ...headers, 'idempotency-key': idempotencyKey };
      const answer = await fetchOf(url, { method: 'POST', headers: sent, body, signal });
      const { status } = answer;
      const value = await readJson(answer, origin, false);
      if (!isRecord(value)) throw new EndpointInvalidError(origin, 'JSON without data', 'an answer of GraphQL');
      const errors = Array.isArray(value['errors']) ? value['errors'] : [];
      if (errors.length > 0) throw new EndpointRefusedError(origin, status, messageOf(errors[0]), false);
      if (!isRecord(value['data'])) throw new EndpointInvalidError(origin, 'JSON without data', 'an answer of GraphQL');
      const data = value['data'] as JsonValue;
      return { response: { status, body: data }, output: data, details: { status }, usage: null };
    },
  };
}

function messageOf(error: unknown): string {
  return isRecord(error) && typeof error['message'] === 'string' ? error['message'] : JSON.stringify(error);
}
