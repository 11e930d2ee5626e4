import type { Viewer } from '@aether/common/security';
import type { Service, ServiceParts } from '@aether/common/service';
import { createTestParts, executeAs, subscribeAs, testId, testViewer } from '@aether/test-support';
import { createTestingService, testingConfig } from '../src/index.ts';
import { type ModelKey, ScriptedRuns } from './scripted-runs.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- a test compares what it reads
export type Answer = any;

export interface TestComparisons extends AsyncDisposable {
  readonly service: Service;
  readonly parts: ServiceParts;
  readonly viewer: Viewer;
  readonly agentId: string;
  readonly runs: ScriptedRuns;
  run(query: string, variables?: Record<string, unknown>, viewer?: Viewer): Promise<Answer>;
}

export interface TestComparisonsOptions {
  readonly environment?: Record<string, string>;
  readonly modelFetch?: typeof fetch;
  /** An earlier one whose world this one shares: another process on the same queue. */
  readonly beside?: TestComparisons & { readonly environment: Record<string, string> };
}

/** The service with a queue of its own, and an agent that its viewer owns. */
export async function createComparisons(
  options: TestComparisonsOptions = {},
): Promise<TestComparisons & { readonly environment: Record<string, string> }> {
  const viewer = options.beside?.viewer ?? testViewer({ roleKey: 'builder' });
  const runs = options.beside?.runs ?? new ScriptedRuns(() => viewer);
  const environment = {
    TESTING_COMPARISON_QUEUE: `queue-${crypto.randomUUID()}`,
    TESTING_COMPARISON_LEASE_MS: '3000',
    TESTING_COMPARISON_POLL_MS: '200',
    ...options.beside?.environment,
    ...options.environment,
  };
  const parts = await createTestParts({
    service: 'testing',
    operations: runs.operations,
    parts: {
      ...(options.modelFetch === undefined ? {} : { modelFetch: options.modelFetch }),
      ...(options.beside === undefined ? {} : { streams: options.beside.parts.streams }),
    },
  });
  const service = await createTestingService(testingConfig(environment), parts);
  await service.start();
  return {
    service,
    parts,
    viewer,
    agentId: options.beside?.agentId ?? testId('agt'),
    runs,
    environment,
    run: (query, variables = {}, as = viewer) => executeAs<Answer>(service, as, query, variables),
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await parts[Symbol.asyncDispose]();
    },
  };
}

export const variantsOf = (...models: readonly ModelKey[]) => models.map((model) => ({ modelId: `mdl_${model}` }));

export const caseOf = (question: string, ...checks: readonly object[]) => ({ input: { question }, checks });
export const says = (text: string) => ({ kind: 'CONTAINS', configuration: { text } });

const FIELDS = `id status name spent unpriced budget lastSeq endedAt blind mockTools variants { id label baseline model { id } }
  cells { id variantId caseId status score reasoning cost unpriced durationMs firstTokenMs totalTokens votes viewerVote execution { id } }
  statistics { variantId finished failed score scoreLow scoreHigh passRate medianDurationMs costPerRun unpriced }
  recommendation { variantId reason confidence enoughEvidence missingCases } cases { id name input } judge { instructions model { id } }`;

const CREATE = `mutation ($input: CreateComparisonInput!) { createComparison(input: $input) { comparison { ${FIELDS} } userErrors { code path message } } }`;
const RUN = `mutation ($input: RunComparisonInput!) { runComparison(input: $input) { comparison { id status cells { id status } } userErrors { code path message } } }`;
const READ = `query ($id: ID!) { comparison(id: $id) { ${FIELDS} } }`;
const EVENTS = `subscription ($id: ID!, $after: Int) { comparisonEvents(id: $id, after: $after) { seq at event { __typename
  ... on CellStarted { cellId executionId } ... on CellTextPreview { cellId offset text } ... on CellEnded { cellId cellStatus cost }
  ... on CellScored { cellId score reasoning } ... on StatisticsChanged { statistics { variantId finished } }
  ... on RecommendationChanged { recommendation { variantId reason } } ... on ComparisonSpendChanged { spent unpriced }
  ... on ComparisonStatusChanged { status reason } } } }`;

export function inputOf(on: TestComparisons, input: Record<string, unknown> = {}) {
  return {
    agentId: on.agentId,
    draftRevision: 7,
    variants: variantsOf('large', 'small'),
    cases: [caseOf('One?', says('Yes')), caseOf('Two?', says('Yes'))],
    budget: 1_000_000_000,
    idempotencyKey: crypto.randomUUID(),
    ...input,
  };
}

export async function create(on: TestComparisons, input: Record<string, unknown> = {}): Promise<Answer> {
  const { data, errors } = await on.run(CREATE, { input: inputOf(on, input) });
  return data?.createComparison ?? errors;
}

export async function start(on: TestComparisons, id: string, cellIds?: readonly string[]): Promise<Answer> {
  const input = { comparisonId: id, cellIds, idempotencyKey: crypto.randomUUID() };
  return (await on.run(RUN, { input })).data.runComparison;
}

export async function read(on: TestComparisons, id: string): Promise<Answer> {
  return (await on.run(READ, { id })).data.comparison;
}

/** Events as a client sees them. @throws Error when the stream is refused */
export async function* eventsOf(
  on: TestComparisons,
  id: string,
  { after = 0, signal = new AbortController().signal }: { readonly after?: number; readonly signal?: AbortSignal } = {},
): AsyncGenerator<Answer, void> {
  for await (const { data, errors } of subscribeAs(on.service, on.viewer, EVENTS, { id, after }, { signal })) {
    if (errors !== undefined) throw Object.assign(new Error(errors[0]?.message), { extensions: errors[0]?.extensions });
    yield data?.['comparisonEvents'];
  }
}

/** All events until the status changes to an end. */
export async function untilEnd(on: TestComparisons, id: string, after = 0): Promise<Answer[]> {
  const events: Answer[] = [];
  for await (const envelope of eventsOf(on, id, { after })) {
    events.push(envelope);
    const { __typename, status } = envelope.event;
    if (__typename === 'ComparisonStatusChanged' && status !== 'RUNNING') return events;
  }
  throw new Error('The stream ended before the comparison.');
}

/** Runs a comparison to its end. */
export async function compared(on: TestComparisons, input: Record<string, unknown> = {}): Promise<Answer> {
  const { comparison, userErrors } = await create(on, input);
  if (comparison === null) throw new Error(JSON.stringify(userErrors));
  await start(on, comparison.id);
  await untilEnd(on, comparison.id);
  return read(on, comparison.id);
}
