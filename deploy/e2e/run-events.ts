import type { Client } from 'graphql-ws';

export interface RunEvent {
  readonly seq: number | null;
  readonly event: { readonly __typename: string } & Readonly<Record<string, unknown>>;
}

export const EXECUTION_EVENTS = `subscription($id: ID!, $after: Int) { executionEvents(id: $id, after: $after) { seq at event { __typename
  ... on ExecutionStatusChanged { status reason }
  ... on StepStarted { stepId key type name attempt }
  ... on StepEnded { stepId stepStatus durationMs cost unpriced promptTokens completionTokens }
  ... on TextPreview { stepId attempt offset text } ... on TextDelta { stepId attempt offset text } ... on MessageReset { stepId attempt }
  ... on ExecutionEnded { endStatus: status output totalDurationMs totalCost unpriced error { code message } } } } }`;

/** Events of a run until its end, or until `enough` says so; then the stream is left. */
export async function readEvents(
  client: Client,
  id: string,
  after: number,
  enough: (event: RunEvent) => boolean = () => false,
): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const result of client.iterate<{ executionEvents: RunEvent }>({
    query: EXECUTION_EVENTS,
    variables: { id, after },
  })) {
    if (!result.data) throw new Error(JSON.stringify(result.errors));
    events.push(result.data.executionEvents);
    if (enough(result.data.executionEvents)) break;
  }
  return events;
}

/** The durable ones, by number. */
export const durable = (events: readonly RunEvent[]): number[] =>
  events.flatMap((event) => (event.seq === null ? [] : [event.seq]));
