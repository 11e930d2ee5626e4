export interface AskedModel {
  readonly messages: readonly { readonly role: string; readonly content: string | null }[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
}

/** What the model does when it is asked: answer in words, or call tools. */
export type ModelTurn =
  | { readonly text: string }
  | { readonly calls: readonly { readonly name: string; readonly arguments: unknown }[] };

/** `/v1` of the LLM gateway on the wire, with a script for a model. For `parts.modelFetch`. */
export function scriptedModelFetch(turn: (asked: AskedModel) => ModelTurn): typeof fetch {
  return async (_url, init) => {
    const asked = JSON.parse(String(init?.body)) as AskedModel;
    const next = turn(asked);
    const delta =
      'text' in next
        ? { content: next.text }
        : {
            tool_calls: next.calls.map((call, index) => ({
              index,
              id: `call_${index}`,
              type: 'function',
              function: { name: call.name, arguments: JSON.stringify(call.arguments) },
            })),
          };
    const chunk = (body: object): string =>
      `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 0, model: 'test', choices: [], ...body })}\n\n`;
    const lines = [
      chunk({ choices: [{ index: 0, delta, finish_reason: null }] }),
      chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'text' in next ? 'stop' : 'tool_calls' }] }),
      chunk({
        usage: { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 },
        aether: { costNanoUsd: 5, unpriced: false },
      }),
      'data: [DONE]\n\n',
    ];
    return new Response(lines.join(''), { headers: { 'content-type': 'text/event-stream' } });
  };
}

/** Calls the tools once, then says what they answered. */
export const callsOnce =
  (...calls: readonly { readonly name: string; readonly arguments: unknown }[]) =>
  ({ messages }: AskedModel): ModelTurn => {
    const results = messages.filter(({ role }) => role === 'tool').map(({ content }) => content);
    return results.length === 0 ? { calls } : { text: results.join('\n') };
  };
