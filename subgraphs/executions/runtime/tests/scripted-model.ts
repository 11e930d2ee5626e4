import { OpenAI } from 'openai';

export type ScriptedAnswer =
  | { readonly text: string; readonly costNanoUsd?: number | null; readonly finishReason?: string | null }
  | { readonly status: number; readonly code: string; readonly message: string };

interface SentRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: unknown;
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
    const words = next.text.split(/(?<= )/u);
    const lines = [
      ...words.map((content) => chunk({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })),
      ...(next.finishReason === null
        ? []
        : [chunk({ choices: [{ index: 0, delta: {}, finish_reason: next.finishReason ?? 'stop' }] })]),
      chunk({
        usage: { prompt_tokens: 100, completion_tokens: words.length, total_tokens: 100 + words.length },
        aether: { costNanoUsd: next.costNanoUsd ?? 0, unpriced: next.costNanoUsd === null },
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
