import { EFFECT_OF_METHOD, type EndpointOf, type JsonValue } from '@aether/schema';
import { asArguments } from '../outside/http-request.ts';
import { readJson } from '../outside/read-answer.ts';
import { addressFor } from './address-for.ts';
import { type EndpointPlan, type EndpointScope, evaluateFor } from './endpoint-plan.ts';

/** JSON over HTTP: what the author of the agent maps. */
export function planRest(endpoint: EndpointOf<'rest'>, scope: EndpointScope): EndpointPlan {
  const { method, request } = endpoint;
  const url = addressFor(endpoint, scope);
  const value = request === undefined ? scope.inputs : evaluateFor(scope, request);
  const body = method === 'GET' && request === undefined ? null : JSON.stringify(value);
  const type: Record<string, string> = body === null ? {} : { 'content-type': 'application/json' };
  const headers = { accept: 'application/json', ...type, ...endpoint.headers };
  return {
    target: new URL(url).host,
    effect: endpoint.effect ?? EFFECT_OF_METHOD[method],
    arguments: asArguments({ method, url, headers, body }),
    async send({ fetchOf }, { signal, idempotencyKey }) {
      const sent = { ...headers, 'idempotency-key': idempotencyKey };
      const answer = await fetchOf(url, { method, headers: sent, body, signal });
      const { status } = answer;
      const output: JsonValue = await readJson(answer, new URL(url).origin, method !== 'GET');
      return { response: { status, body: output }, output, details: { status }, usage: null };
    },
  };
}
