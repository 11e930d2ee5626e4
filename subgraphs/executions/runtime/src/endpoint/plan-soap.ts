import { type EndpointOf, isRecord, type JsonObject, type JsonValue } from '@aether/schema';
import { WrongValueError } from '../flow/errors.ts';
import { EndpointInvalidError, EndpointRefusedError } from '../outside/errors.ts';
import { asArguments } from '../outside/http-request.ts';
import { readText, textOfBytes } from '../outside/read-answer.ts';
import { readXml } from '../outside/read-xml.ts';
import { writeXml } from '../outside/write-xml.ts';
import { type EndpointPlan, type EndpointScope, evaluateFor } from './endpoint-plan.ts';

const VERSIONS = {
  '1.1': { namespace: 'http://schemas.xmlsoap.org/soap/envelope/', type: 'text/xml' },
  '1.2': { namespace: 'http://www.w3.org/2003/05/soap-envelope', type: 'application/soap+xml' },
} as const;

/** One operation of a SOAP service. A fault is a failure, whatever its status. */
export function planSoap(endpoint: EndpointOf<'soap'>, scope: EndpointScope): EndpointPlan {
  const { url, action, version } = endpoint;
  const { origin, host } = new URL(url);
  const body = envelope(endpoint, scope);
  const { type } = VERSIONS[version];
  const ofAction = version === '1.2' && action !== undefined ? `; action="${action.replaceAll(/["\\]/gu, '')}"` : '';
  const headers = {
    accept: type,
    'content-type': `${type}; charset=utf-8${ofAction}`,
    ...(version === '1.1' ? { soapaction: `"${action ?? ''}"` } : {}),
    ...endpoint.headers,
  };
  return {
    target: host,
    effect: endpoint.effect ?? 'ONCE',
    arguments: asArguments({ method: 'POST', url, headers, body }),
    async send({ fetchOf }, { signal, idempotencyKey }) {
      const sent = { ...headers, 'idempotency-key': idempotencyKey };
      const answer = await fetchOf(url, { method: 'POST', headers: sent, body, signal });
      const { status } = answer;
      // A fault comes with status 500.
      const text =
        status === 500
          ? textOfBytes(new Uint8Array(await answer.arrayBuffer()), origin)
          : await readText(answer, origin);
      const output = answerIn(text, origin, status);
      return { response: { status, body: output }, output, details: { status }, usage: null };
    },
  };
}

function envelope({ version, namespace, operation, request }: EndpointOf<'soap'>, scope: EndpointScope): string {
  const value = request === undefined ? (scope.inputs as JsonObject) : evaluateFor(scope, request);
  const about = request ?? 'inputs';
  if (!isRecord(value)) throw new WrongValueError(about, 'an object, the elements of the operation', 'something else');
  const call: JsonObject = { '@xmlns': namespace, ...(value as JsonObject) };
  const root = {
    'soap:Envelope': { '@xmlns:soap': VERSIONS[version].namespace, 'soap:Body': { [operation]: call } },
  };
  return writeXml(root, about);
}

/** The one element of the body, without its name. */
function answerIn(text: string, origin: string, status: number): JsonValue {
  const document = readXml(text, origin);
  const root = isRecord(document) ? document['Envelope'] : undefined;
  const body = isRecord(root) ? root['Body'] : undefined;
  const members = isRecord(body) ? Object.entries(body).filter(([name]) => !name.startsWith('@')) : [];
  const fault = members.find(([name]) => name === 'Fault')?.[1];
  if (fault !== undefined) throw new EndpointRefusedError(origin, status, faultText(fault), false);
  const [answer] = members;
  if (root === undefined || status === 500)
    throw new EndpointInvalidError(origin, 'XML that is no envelope', 'an answer of SOAP', text);
  // It was read from XML, which knows nothing else.
  return answer === undefined ? null : (answer[1] as JsonValue);
}

/** 1.1 says `faultstring`, 1.2 `Reason/Text`. */
function faultText(fault: unknown): string {
  if (!isRecord(fault)) return String(fault);
  const reason = isRecord(fault['Reason']) ? fault['Reason']['Text'] : undefined;
  const told = fault['faultstring'] ?? reason ?? fault;
  const text = isRecord(told) && typeof told['#text'] === 'string' ? told['#text'] : told;
  return typeof text === 'string' ? text : JSON.stringify(text);
}
