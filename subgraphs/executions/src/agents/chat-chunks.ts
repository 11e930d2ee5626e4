import type { Logger } from '@aether/common/service';
import type { ExecutionsParts } from '../context.ts';
import type { ExecutionRecord } from '../db/records.ts';
import type { StreamEvent } from '../event.ts';
import { runAnswer } from './run-answer.ts';
import { toldFailure } from './start-agent.ts';
import { AnswerRestarted, ToldText } from './told-text.ts';
import { ToldTotals } from './told-totals.ts';

/** A run as the chunks of a streamed completion. What fails after the first is told inside the stream, as OpenAI does. */
export async function* chatChunks(
  parts: Pick<ExecutionsParts, 'reader' | 'blobs'>,
  execution: ExecutionRecord,
  events: AsyncIterable<StreamEvent>,
  { model, logger }: { readonly model: string; readonly logger: Logger },
): AsyncGenerator<object | '[DONE]'> {
  const frame = {
    id: `chatcmpl-${execution.id}`,
    object: 'chat.completion.chunk',
    created: Math.floor(Date.parse(execution.createdAt) / 1_000),
    model,
  };
  const chunk = (delta: object, finish: string | null = null): object => ({
    ...frame,
    choices: [{ index: 0, delta, finish_reason: finish }],
  });
  const told = new ToldText();
  const totals = new ToldTotals();
  try {
    yield chunk({ role: 'assistant' });
    for await (const event of events) {
      totals.add(event);
      const content = told.next(event);
      if (content !== '') yield chunk({ content });
    }
    const { text, execution: ended } = await runAnswer(parts, execution);
    if (told.isEmpty) yield chunk({ content: text });
    yield chunk({}, 'stop');
    const { spent, unpriced } = ended;
    const price = { costNanoUsd: unpriced ? null : spent, unpriced };
    const aether = { ...price, model, modelId: null, estimated: false, executionId: execution.id };
    yield { ...frame, choices: [], usage: totals.usage(), aether };
    yield '[DONE]';
  } catch (error) {
    const failure =
      error instanceof AnswerRestarted
        ? { code: 'STREAM_TRUNCATED', message: `${error.message} Read it whole in the run "${execution.id}".` }
        : toldFailure(error);
    logger.debug({ err: error, executionId: execution.id }, 'the stream of a run was broken off');
    yield { error: { ...failure, type: 'server_error', param: null } };
  }
}
