import type { FlowNodeOf, JsonValue } from '@aether/schema';
import { callOutside } from '../../outside/call-outside.ts';
import { addressOf, asArguments, effectOfCall, type OutsideRequest } from '../../outside/http-request.ts';
import { readJson, readText } from '../../outside/read-answer.ts';
import { schemaProblems } from '../../outside/schema-problems.ts';
import { EndpointInvalidError } from '../../outside/errors.ts';
import type { NodeAnswer, NodeContext, WorkNode } from '../node-context.ts';
import { evaluateAll, evaluateIn, type NodeScope } from '../node-scope.ts';
import { needed } from '../node-steps.ts';

type HttpNode = Extract<WorkNode, { type: 'http' }> | FlowNodeOf<'http'>;

/** Sends one request. The output is `{ status, body }`; an answer that says no fails the node. */
export async function runHttpNode(node: HttpNode, context: NodeContext): Promise<NodeAnswer> {
  const { journal, parts, scope, situation, name } = context;
  const request = await needed(context, 'HTTP_CALL', () => requestOf(node, scope));
  const { credential = null, maximumBytes, timeoutMs } = node;
  const output = await callOutside<JsonValue>(
    journal,
    {
      key: 'http',
      name,
      target: new URL(request.url).host,
      effect: effectOfCall(node),
      approval: node.approval,
      price: node.price,
      arguments: asArguments(request),
      situation,
      isFixed: node.body === undefined && Object.keys({ ...node.path, ...node.query }).length === 0,
    },
    async (step) => {
      const send = parts.egress.open({ run: journal.run, credential, maximumBytes, timeoutMs });
      const { url, body, ...rest } = request;
      const headers = { ...rest.headers, 'idempotency-key': step.idempotencyKey };
      const response = await send(url, { method: rest.method, headers, body, signal: step.signal });
      return {
        output: await answerOf(node, response, new URL(url).origin),
        details: { status: response.status },
        usage: null,
      };
    },
  );
  return { output, port: null };
}

function requestOf(node: HttpNode, scope: NodeScope): OutsideRequest {
  const url = addressOf(node.url, evaluateAll(scope, node.path), evaluateAll(scope, node.query));
  const body = node.body === undefined ? null : JSON.stringify(evaluateIn(scope, node.body));
  return { method: node.method, url, headers: { ...headersOf(node), ...node.headers }, body };
}

function headersOf({ answer, body }: HttpNode): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  if (answer === 'JSON') headers['accept'] = 'application/json';
  if (body !== undefined) headers['content-type'] = 'application/json';
  return headers;
}

async function answerOf(node: HttpNode, response: Response, origin: string): Promise<JsonValue> {
  const { status } = response;
  const body =
    node.answer === 'TEXT' ? await readText(response, origin) : await readJson(response, origin, node.method !== 'GET');
  const problems = node.outputs === undefined ? [] : schemaProblems(node.outputs, body);
  if (problems.length > 0)
    throw new EndpointInvalidError(
      origin,
      `what does not fit (${problems.slice(0, 3).join('; ')})`,
      'the shape in outputs',
    );
  return { status, body };
}
