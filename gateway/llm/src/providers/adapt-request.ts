import { ValidationError } from '@aether/common/service';
import type { ChatMessage, ChatRequest } from '../wire/chat-request.ts';
import type { ProviderQuirks } from './provider-quirks.ts';

const SAMPLING = [
  'temperature',
  'top_p',
  'presence_penalty',
  'frequency_penalty',
  'logprobs',
  'top_logprobs',
  'logit_bias',
];
const TOKEN_LIMITS = ['max_completion_tokens', 'max_tokens'] as const;

export interface AdaptedRequest {
  readonly body: ChatRequest;
  /** Fields of the request that this vendor does not get: the caller is told. */
  readonly ignored: readonly string[];
}

/**
 * A request as one vendor takes it. What it would refuse, or drop without a word, is left out and named.
 * @throws ValidationError for what cannot be left out: several choices where one is made
 */
export function adaptRequest(request: ChatRequest, quirks: ProviderQuirks): AdaptedRequest {
  if (quirks.oneChoice && request['n'] != null && request['n'] !== 1)
    throw new ValidationError(['n'], '1, since this provider makes one choice', String(request['n']));
  const refused = new Set([
    ...quirks.ignoredFields,
    ...(quirks.withoutSampling?.test(request.model) === true ? SAMPLING : []),
  ]);
  const ignored = [...refused].filter((field) => request[field] != null && field !== 'stream_options');
  const named = quirks.withoutMessageNames && request.messages.some(({ name }) => name !== undefined);
  const body: ChatRequest = {
    ...request,
    ...tokenLimit(request, quirks),
    ...(quirks.stopAsList && typeof request['stop'] === 'string' ? { stop: [request['stop']] } : {}),
    ...(named ? { messages: request.messages.map(withoutName) } : {}),
    ...(quirks.tellsCost ? { usage: { include: true } } : {}),
  };
  for (const field of refused) delete body[field];
  return { body, ignored: named ? [...ignored, 'messages.name'] : ignored };
}

function withoutName(message: ChatMessage): ChatMessage {
  const { name: _, ...rest } = message;
  return rest;
}

function tokenLimit(request: ChatRequest, { tokenLimitField }: ProviderQuirks): Readonly<Record<string, unknown>> {
  if (tokenLimitField === null) return {};
  const limit = TOKEN_LIMITS.map((field) => request[field]).find((value) => value != null);
  return limit === undefined
    ? {}
    : { max_tokens: undefined, max_completion_tokens: undefined, [tokenLimitField]: limit };
}
