import { agents } from './agents.ts';
import { ANSWER, citations } from './answer.ts';
import { execution, step } from './execution.ts';
import { models } from './models.ts';

// A run that happens while it is looked at, and its events with resume.

const live = new Map<string, { seq: number; at: string; event: object }[]>();
const waiting = new Set<() => void>();
export const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

function publish(id: string, event: object, volatile = false): void {
  const events = live.get(id) ?? [];
  events.push({
    seq: volatile ? 0 : events.filter(({ seq }) => seq > 0).length + 1,
    at: new Date().toISOString(),
    event,
  });
  live.set(id, events);
  for (const wake of waiting) wake();
}

/** Answers token by token, then ends. */
export async function perform(run: Record<string, unknown>): Promise<void> {
  const id = String(run['id']);
  const start = Date.now();
  const begin = (stepId: string, type: string, name: string) =>
    publish(id, {
      __typename: 'StepStarted',
      stepId,
      key: stepId,
      parentId: null,
      nodeId: null,
      type,
      name,
      attempt: 1,
      model: type === 'LLM_INVOCATION' ? models[0] : null,
    });
  const end = (stepId: string, durationMs: number, tokens: number | null, cost: number | null) =>
    publish(id, {
      __typename: 'StepEnded',
      stepId,
      attempt: 1,
      stepStatus: 'SUCCEEDED',
      durationMs,
      cost,
      unpriced: false,
      promptTokens: tokens,
      completionTokens: tokens === null ? null : 200,
      cachedTokens: null,
      error: null,
    });
  publish(id, { __typename: 'ExecutionStatusChanged', status: 'RUNNING', reason: null });
  begin('stp_l1', 'MEMORY_RETRIEVAL', 'Recall conversation');
  await wait(84);
  end('stp_l1', 84, null, null);
  begin('stp_l2', 'VECTOR_SEARCH', 'Search refund-policies');
  await wait(412);
  end('stp_l2', 412, null, null);
  begin('stp_l3', 'LLM_INVOCATION', 'Answer');
  let offset = 0;
  for (const word of ANSWER.split(/(?<= )/)) {
    publish(id, { __typename: 'TextDelta', stepId: 'stp_l3', attempt: 1, offset, text: word });
    offset += word.length;
    await wait(70);
  }
  end('stp_l3', Date.now() - start - 500, 4200, 12_000_000);
  const steps = [
    step(start, { id: 'stp_l1', type: 'MEMORY_RETRIEVAL', name: 'Recall conversation', from: 0, ms: 84 }),
    step(start, {
      id: 'stp_l2',
      type: 'VECTOR_SEARCH',
      name: 'Search refund-policies',
      from: 84,
      ms: 412,
      details: { results: 6, scores: [0.91] },
    }),
    step(start, {
      id: 'stp_l3',
      type: 'LLM_INVOCATION',
      name: 'Answer',
      from: 500,
      ms: Date.now() - start - 500,
      tokens: 4400,
      cost: 12_000_000,
    }),
  ];
  Object.assign(
    run,
    execution({
      id,
      status: 'SUCCEEDED',
      minutes: (Date.now() - start) / 60_000,
      ms: Date.now() - start,
      agent: agents[0],
      steps: () => steps,
      cost: 12_000_000,
      tokens: 4400,
      output: { answer: ANSWER },
      citations: citations,
    }),
  );
  publish(id, {
    __typename: 'ExecutionEnded',
    status: 'SUCCEEDED',
    output: { answer: ANSWER },
    totalDurationMs: Date.now() - start,
    totalCost: 12_000_000,
    unpriced: false,
    error: null,
  });
}

export async function* executionEvents({
  id = '',
  after = 0,
}: {
  id?: string;
  after?: number;
}): AsyncGenerator<object> {
  let position = 0;
  for (;;) {
    const events = live.get(id) ?? [];
    for (; position < events.length; position += 1) {
      const event = events[position];
      if (event === undefined || (event.seq > 0 && event.seq <= after)) continue;
      yield { executionEvents: { ...event, seq: event.seq === 0 ? null : event.seq } };
      if ('__typename' in event.event && event.event.__typename === 'ExecutionEnded') return;
    }
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        waiting.delete(wake);
        resolve();
      };
      waiting.add(wake);
    });
  }
}
