import { EFFECT_OF_METHOD, type EndpointOf } from '@aether/schema';
import { asArguments } from '../outside/http-request.ts';
import { readText } from '../outside/read-answer.ts';
import { readXml } from '../outside/read-xml.ts';
import { writeXml } from '../outside/write-xml.ts';
import { addressFor } from './address-for.ts';
import { type EndpointPlan, type EndpointScope, evaluateFor } from './endpoint-plan.ts';

/** XML over HTTP: what the author of the agent maps. */
export function planXml(endpoint: EndpointOf<'xml'>, scope: EndpointScope): EndpointPlan {
  const { method, request } = endpoint;
  const url = addressFor(endpoint, scope);
  const { origin, host } = new URL(url);
  const body = request === undefined ? null : writeXml(evaluateFor(scope, request), request);
  const type: Record<string, string> = body === null ? {} : { 'content-type': 'application/xml; charset=utf-8' };
  const headers = { accept: 'application/xml, text/xml', ...type, ...endpoint.headers };
  return {
    target: host,
    effect: endpoint.effect ?? EFFECT_OF_METHOD[method],
    arguments: asArguments({ method, url, headers, body }),
    async send({ fetchOf }, { signal, idempotencyKey }) {
      const sent = { ...headers, 'idempotency-key': idempotencyKey };
      const answer = await fetchOf(url, { method, headers: sent, body, signal });
      const { status } = answer;
      const text = await readText(answer, origin);
      const output = text.trim() === '' && method !== 'GET' ? null : readXml(text, origin);
      return { response: { status, body: output }, output, details: { status }, usage: null };
    },
  };
}
