import { fillHttpTool, type HttpTool, type HttpTools } from '@aether/schema';
import type { CallToolResult } from '@modelcontextprotocol/client';
import { ToolArgumentsError } from '../errors.ts';
import { faultOfStatus } from '../upstream/name-fault.ts';
import type { OfferedToolCall } from '../upstream/offered-tool.ts';
import { httpAnswer } from './http-answer.ts';
import { type HttpEgressOptions, sendRequest } from './http-egress.ts';

/** Statuses of whoever stands before a system, or of one that did nothing: no answer of the tool, and told as for every tool server. */
const NO_ANSWER: ReadonlySet<number> = new Set([401, 408, 429, 502, 503, 504]);

/** Makes the request of a tool. @throws PlatformError for what is no answer of it */
export async function callHttpTool(
  egress: HttpEgressOptions,
  { credentialHeader }: HttpTools,
  tool: HttpTool,
  {
    arguments: given,
    idempotencyKey,
    effect,
    signal,
    maximumBytes,
  }: OfferedToolCall & { readonly maximumBytes: number },
): Promise<CallToolResult> {
  const { server } = egress;
  const filled = fillHttpTool(tool, given);
  if ('problem' in filled) throw new ToolArgumentsError(`${server}/${tool.name}`, filled.problem);
  const { method, headers, ...request } = filled.request;
  // By what a person has approved: also a GET may change something.
  const isKeyed = effect !== 'READ' && idempotencyKey !== null;
  const key: Record<string, string> = isKeyed ? { 'idempotency-key': idempotencyKey } : {};
  const { response, body } = await sendRequest(egress, {
    ...request,
    method,
    headers: { ...headers, ...key },
    credentialHeader,
    maximumBytes,
    signal,
  });
  if (NO_ANSWER.has(response.status)) throw faultOfStatus(response.status, { server, sent: true });
  return httpAnswer(response, body, { server, accept: tool.accept, effect });
}
