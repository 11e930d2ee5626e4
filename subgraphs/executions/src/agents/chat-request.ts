import { ValidationError } from '@aether/common/service';
import { z } from 'zod';

const part = z.looseObject({ type: z.string(), text: z.string().optional() });
const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: z.union([z.string(), z.array(part)]).nullish(),
});

/** What is read of a chat request for an agent; its prompt, model and parameters are its own. */
export const agentChatSchema = z.looseObject({
  model: z.string().startsWith('agent:'),
  messages: z.array(message).min(1).max(4_096),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
});

export type AgentChat = z.infer<typeof agentChatSchema>;

export interface ChatTurns {
  /** The last thing that the user said. */
  readonly question: string;
  /** What was said before it, oldest first; system messages are not the caller's to give to an agent. */
  readonly earlier: readonly { readonly role: 'USER' | 'ASSISTANT'; readonly text: string }[];
}

/** @throws ValidationError when nobody asks anything */
export function turnsOf({ messages }: AgentChat): ChatTurns {
  const turns = messages.flatMap(({ role, content }) =>
    role === 'user' || role === 'assistant'
      ? [{ role: role === 'user' ? ('USER' as const) : ('ASSISTANT' as const), text: textOf(content) }]
      : [],
  );
  const last = turns.findLastIndex(({ role }) => role === 'USER');
  const question = turns[last]?.text.trim() ?? '';
  if (question === '') throw new ValidationError(['messages'], 'a message of the user with text', 'none');
  return { question, earlier: turns.slice(0, last).filter(({ text }) => text !== '') };
}

function textOf(content: AgentChat['messages'][number]['content']): string {
  if (typeof content === 'string') return content;
  return (content ?? []).flatMap(({ text }) => (text === undefined ? [] : [text])).join('\n\n');
}
