import { errorResponse, type Logger, type Route, type ServiceParts, ValidationError } from '@aether/common/service';
import { isPromptKind, PROMPT_INPUT } from '@aether/schema';
import { z } from 'zod';
import { agentCaller } from '../agents/agent-caller.ts';
import { agentChatSchema, turnsOf } from '../agents/chat-request.ts';
import { chatChunks } from '../agents/chat-chunks.ts';
import { followRun } from '../agents/follow-run.ts';
import { runAnswer } from '../agents/run-answer.ts';
import { startAgent } from '../agents/start-agent.ts';
import { ToldTotals } from '../agents/told-totals.ts';
import type { ExecutionsParts } from '../context.ts';

const EXECUTION_HEADER = 'x-aether-execution-id';

/** `POST /agents/v1/chat/completions`: a published agent behind the wire format of OpenAI. For the LLM gateway only. */
export function agentChatRoute(parts: ExecutionsParts & Pick<ServiceParts, 'tokens'>, logger: Logger): Route {
  return {
    method: 'POST',
    path: '/agents/v1/chat/completions',
    async handle(request, { context }) {
      try {
        const { viewer, source } = agentCaller(request, context, parts.tokens, 'API');
        const chat = agentChatSchema.safeParse(await request.json().catch(() => null));
        if (!chat.success) throw new ValidationError(['body'], 'a chat request', z.prettifyError(chat.error));
        const { question, earlier } = turnsOf(chat.data);
        const { requestId, traceparent, signal } = context;
        const call = { viewer, requestId, traceparent };
        const slug = chat.data.model.slice('agent:'.length);
        const { spec } = await parts.agentVersions.forRun({ id: null, agentId: null, slug, draftRevision: null }, call);
        const execution = await startAgent(
          parts,
          {
            slug,
            input: { [isPromptKind(spec.kind) ? PROMPT_INPUT[spec.kind] : 'question']: question },
            context: earlier.length === 0 ? null : { messages: earlier },
            idempotencyKey: request.headers.get('idempotency-key') ?? parts.ids('req'),
          },
          call,
          source,
        );
        const events = followRun(parts, execution, { viewer, requestId, signal });
        const headers = { [EXECUTION_HEADER]: execution.id, 'cache-control': 'no-store' };
        if (chat.data.stream === true) {
          const chunks = chatChunks(parts, execution, events, { model: chat.data.model, logger });
          return new Response(ReadableStream.from(encoded(chunks)), {
            headers: { ...headers, 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' },
          });
        }
        const totals = new ToldTotals();
        for await (const event of events) totals.add(event);
        const answer = await runAnswer(parts, execution);
        const body = {
          id: `chatcmpl-${execution.id}`,
          object: 'chat.completion',
          created: Math.floor(Date.parse(execution.createdAt) / 1_000),
          model: chat.data.model,
          choices: [
            { index: 0, message: { role: 'assistant', content: answer.text, refusal: null }, finish_reason: 'stop' },
          ],
          usage: totals.usage(),
        };
        const { spent, unpriced } = answer.execution;
        const price = unpriced ? { 'x-aether-unpriced': 'true' } : { 'x-aether-cost': String(spent) };
        return Response.json(body, { headers: { ...headers, ...price } });
      } catch (error) {
        return errorResponse(error, { requestId: context.requestId, logger });
      }
    },
  };
}

async function* encoded(chunks: AsyncIterable<object | '[DONE]'>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const chunk of chunks)
    yield encoder.encode(`data: ${chunk === '[DONE]' ? chunk : JSON.stringify(chunk)}\n\n`);
}
