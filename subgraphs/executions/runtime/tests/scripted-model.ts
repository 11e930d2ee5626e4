import { OpenAI } from 'openai';

export type ScriptedAnswer =
  | {
      readonly calls: readonly { readonly name: string; readonly arguments: unknown }[];
      readonly text?: string;
    }
  | { readonly text: string; readonly costNanoUsd?: number | null; readonly finishReason?: string | null }
  | { readonly status: number; readonly code: string; readonly message: string };

interface SentRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string; readonly tool_call_id?: string }[];
  readonly response_format?: unknown;
  readonly tools?: readonly { readonly function: { readonly name: string; readonly description: string } }[];
}

/** The real SDK against answers in the wire format of our gateway; keeps what was sent. */
export function scriptedModel(answers: readonly ScriptedAnswer[]): {
  readonly client: OpenAI;
  readonly sent: SentRequest[];
} {
  const sent: SentRequest[] = [];
  const answer = async (_url: unknown, init?: RequestInit): Promise<Response> => {
    const request = JSON.parse(String(init?.body)) as SentRequest;
    const next = answers[sent.length];
    sent.push(request);
    if (next === undefined) throw new Error('The script has no further answer.');
    if ('status' in next)
      return Response.json(
        { error: { message: next.message, code: next.code, type: 'error', param: null } },
        { status: next.status },
      );
    const chunk = (body: object): string =>
      `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 0, model: request.model, choices: [], ...body })}\n\n`;
    const words = (next.text ?? '').split(/(?<= )/u).filter((word) => word !== '');
    const calls = 'calls' in next ? next.calls : [];
    const finishReason = 'finishReason' in next ? next.finishReason : undefined;
    const cost = 'costNanoUsd' in next ? next.costNanoUsd : 0;
    const lines = [
      ...words.map((content) => chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })),
      ...calls.flatMap((call, index) =>
        partsOfCall(call, index).map((delta) => chunk({ choices: [{ index: 0, delta }] })),
      ),
      ...(finishReason === null
        ? []
        : [
            chunk({
              choices: [
                { index: 0, delta: {}, finish_reason: finishReason ?? (calls.length === 0 ? 'stop' : 'tool_calls') },
              ],
            }),
          ]),
      chunk({
        usage: { prompt_tokens: 100, completion_tokens: words.length, total_tokens: 100 + words.length },
        aether: { costNanoUsd: cost ?? 0, unpriced: cost === null },
      }),
      'data: [DONE]\n\n',
    ];
    return new Response(lines.join(''), { headers: { 'content-type': 'text/event-stream' } });
  };
  return {
    client: new OpenAI({ apiKey: 'test', baseURL: 'http://llm.internal/v1', maxRetries: 0, fetch: answer }),
    sent,
  };
}

/** As vendors stream a call: its name first, its arguments in pieces. A text is sent as it is. */
function partsOfCall(call: { readonly name: string; readonly arguments: unknown }, index: number): readonly object[] {
  const text = typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments);
  const half = Math.floor(text.length / 2);
  return [
    { tool_calls: [{ index, id: 'call_1', type: 'function', function: { name: call.name, arguments: '' } }] },
    ...[text.slice(0, half), text.slice(half)].map((part) => ({
      tool_calls: [{ index, function: { arguments: part } }],
    })),
  ];
}
