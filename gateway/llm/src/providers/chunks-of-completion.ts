import type { ChatChunk, ChatCompletion } from '../wire/chat-completion.ts';

/** An answer in one piece as a stream of it: for vendors that were asked for a stream and did not stream, and for the cache. */
export function* chunksOfCompletion({ choices, usage, model }: ChatCompletion): Generator<ChatChunk> {
  for (const { index, message, finish_reason } of choices) {
    const { tool_calls: calls, ...rest } = message;
    const numbered = calls?.map((call, position) => ({ ...call, index: position }));
    yield {
      model,
      choices: [{ index, delta: { ...rest, ...(numbered ? { tool_calls: numbered } : {}) }, finish_reason: null }],
    };
    yield { model, choices: [{ index, delta: {}, finish_reason }] };
  }
  if (usage) yield { model, choices: [], usage };
}
