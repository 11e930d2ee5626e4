import { z } from 'zod';
import type { ChatCompletion } from '../../wire/chat-completion.ts';
import { finishReason } from './finish-reason.ts';
import { messageUsageSchema, toUsage } from './message-usage.ts';

const block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  thinking: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  input: z.unknown().optional(),
});

/** An answer of the Messages API in one piece. */
export const messageSchema = z.looseObject({
  type: z.literal('message'),
  id: z.string(),
  model: z.string(),
  content: z.array(block),
  stop_reason: z.string(),
  usage: messageUsageSchema,
});

/** The same answer in OpenAI's form; signed thinking goes along so that the next turn can hand it back. */
export function fromMessage({ id, model, content, stop_reason, usage }: z.infer<typeof messageSchema>): ChatCompletion {
  const texts = content.flatMap(({ type, text }) => (type === 'text' && text !== undefined ? [text] : []));
  const thinking = content.filter(({ type }) => type === 'thinking' || type === 'redacted_thinking');
  const calls = content
    .filter(({ type }) => type === 'tool_use')
    .map((call) => ({
      id: call.id ?? '',
      type: 'function',
      function: { name: call.name ?? '', arguments: JSON.stringify(call.input ?? {}) },
    }));
  const message = {
    role: 'assistant',
    content: texts.length === 0 ? null : texts.join(''),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
    ...(thinking.length === 0
      ? {}
      : { reasoning_content: thinking.map((part) => part.thinking ?? '').join(''), thinking_blocks: thinking }),
  };
  return {
    id,
    model,
    choices: [{ index: 0, message, finish_reason: finishReason(stop_reason) }],
    usage: toUsage(usage),
  };
}
