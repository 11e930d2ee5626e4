import type { ApiClient } from './api-client.ts';
import { createHelpDesk } from './help-desk.ts';
import { durable, readEvents } from './run-events.ts';

const RUN =
  'mutation ($input: RunAgentInput!) { runAgent(input: $input) { execution { id status } userErrors { code message path } } }';

const DETAIL = `query ($id: ID!) { execution(id: $id) { id status origin input output error { code } citations { number quote documentTitle }
  agent { id slug name status } version { id number hash } startedBy { id name } budget spent lastSeq
  chain { totalDurationMs steps { totalCount edges { node { key type name status attempt success details promptTokens completionTokens cost durationMs } } }
    summary { totalSteps totalCost totalTokens successRate } } } }`;

const LISTS = `{ agents { edges { node { id slug name status visibility } } } notebooks { edges { node { slug name documentCount } } }
  executions(first: 5) { edges { node { status origin agent { name } } } } models { edges { node { slug status } } } viewer { user { name } role { key } } }`;

const QUESTIONS = [
  'When do customers get their money back?',
  'Where are orders shipped from?',
  'How many days of paid holiday does everybody have?',
  'Who won the chess championship of 1972?',
];
/** The first questions compile code and fill caches. */
const WARM_UP = 2;
const MEASURED = 9;

export interface ScenarioResult {
  readonly answers: readonly unknown[];
  /** From the question to its last event. */
  readonly medianMs: number;
}

/** What a newcomer does first: uploads a handbook, makes and publishes an agent, asks, reads the runs, makes mistakes. */
export async function newcomerScenario(client: ApiClient, origin: string): Promise<ScenarioResult> {
  const name = `Scenario ${origin}`;
  const desk = await createHelpDesk(client, origin, name);
  const answers: unknown[] = [];
  const socket = client.socket();
  for (const question of QUESTIONS) {
    const id = await startQuestion(client, desk.agentId, question);
    const events = await readEvents(socket, id, 0);
    const kept = events.filter(({ seq }) => seq !== null);
    // Pieces of text are cut by time: their sum is what counts.
    const text = kept
      .flatMap(({ event }) => (event.__typename === 'TextDelta' ? [String(event['text'])] : []))
      .join('');
    const others = kept.filter(({ event }) => event.__typename !== 'TextDelta').map(({ event }) => event);
    const { execution } = await client.data<{ execution: Record<string, unknown> }>(DETAIL, { id });
    answers.push({ text, others, isWhole: durable(events).length === execution['lastSeq'], execution });
  }
  answers.push(await client.graphql(LISTS));
  for (const input of [{ question: 7 }, {}])
    answers.push(
      await client.graphql(RUN, { input: { agentId: desk.agentId, input, idempotencyKey: JSON.stringify(input) } }),
    );
  answers.push(await client.graphql(DETAIL, { id: 'exe_unknown' }));
  answers.push(await client.graphql('{ agents { nodes } }'));

  const took: number[] = [];
  for (let index = -WARM_UP; index < MEASURED; index += 1) {
    const began = performance.now();
    const id = await startQuestion(client, desk.agentId, `${QUESTIONS[1]} (${index})`);
    await readEvents(socket, id, 0);
    if (index >= 0) took.push(performance.now() - began);
  }
  await socket.dispose();
  return { answers, medianMs: took.toSorted((left, right) => left - right)[MEASURED >> 1] ?? Number.NaN };
}

/** The id of an accepted run. */
export async function startQuestion(client: ApiClient, agentId: string, question: string): Promise<string> {
  const { runAgent } = await client.data<{ runAgent: { execution: { id: string } | null; userErrors: unknown[] } }>(
    RUN,
    {
      input: { agentId, input: { question }, idempotencyKey: crypto.randomUUID() },
    },
  );
  if (runAgent.execution === null) throw new Error(JSON.stringify(runAgent.userErrors));
  return runAgent.execution.id;
}

const ID = /\b[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}\b/gu;
const INSTANT = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z\b/gu;
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+|http-127-0-0-1-\d+/gu;

/** Answers without what differs between two equal installations: ids, instants, durations, addresses. */
export function comparable(answers: readonly unknown[]): unknown {
  const text = JSON.stringify(answers, (key, value: unknown) =>
    /Ms$|^lastSeq$|^hash$/u.test(key) && typeof value !== 'object' ? 0 : value,
  );
  const plain = text
    .replaceAll(ID, (id) => id.slice(0, 3))
    .replaceAll(INSTANT, 'instant')
    .replaceAll(ADDRESS, 'address');
  return JSON.parse(plain) as unknown;
}
