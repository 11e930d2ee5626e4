import { EFFECT_OF_METHOD, type EndpointOf } from '@aether/schema';
import { asArguments } from '../outside/http-request.ts';
import { EndpointInvalidError } from '../outside/errors.ts';
import { readCsv } from '../outside/read-csv.ts';
import { readText } from '../outside/read-answer.ts';
import { writeCsv } from '../outside/write-csv.ts';
import { addressFor } from './address-for.ts';
import { type EndpointPlan, type EndpointScope, evaluateFor } from './endpoint-plan.ts';

/** Media types that are certainly something else; many systems call their CSV plain text or bytes. */
const OTHER_FORMATS = /\b(?:json|html|xml)\b/iu;

/** Rows over HTTP: read as a list, written from one. */
export function planCsv(endpoint: EndpointOf<'csv'>, scope: EndpointScope): EndpointPlan {
  const { method, request, delimiter, header } = endpoint;
  const url = addressFor(endpoint, scope);
  const { origin, host } = new URL(url);
  const body = request === undefined ? null : writeCsv(evaluateFor(scope, request), { delimiter, about: request });
  const type: Record<string, string> = body === null ? {} : { 'content-type': 'text/csv; charset=utf-8' };
  const headers = { accept: 'text/csv', ...type, ...endpoint.headers };
  return {
    target: host,
    effect: endpoint.effect ?? EFFECT_OF_METHOD[method],
    arguments: asArguments({ method, url, headers, body }),
    async send({ fetchOf }, { signal, idempotencyKey }) {
      const sent = { ...headers, 'idempotency-key': idempotencyKey };
      const answer = await fetchOf(url, { method, headers: sent, body, signal });
      const { status } = answer;
      const answered = answer.headers.get('content-type') ?? '';
      // Any text reads as a line of names: JSON or a page for people would be a table of one column without a row.
      if (OTHER_FORMATS.test(answered)) throw new EndpointInvalidError(origin, answered, 'CSV');
      const rows = readCsv(await readText(answer, origin), { origin, delimiter, header });
      return { response: { status, body: rows }, output: { rows }, details: { status }, usage: null };
    },
  };
}
