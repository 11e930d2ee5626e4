import { hashInput } from '@aether/common/graph';
import { testViewer } from '@aether/test-support';
import type { AgentSpecInput } from '@aether/schema';
import { parseAgentSpec } from '@aether/schema';
import {
  type ApprovalDecision,
  type ApprovalRequest,
  type EarlierMessage,
  type Journal,
  type PauseRequest,
  type PinnedRun,
  type PinnedTool,
  type SignalPayload,
  type SignalRequest,
  type StepDefinition,
  type StepHandle,
  type StepResult,
  type TimerRequest,
  WaitingError,
} from '../src/index.ts';

export interface MemoryJournal extends Journal {
  /** Keys of steps that ran, in order of their ends. */
  readonly ran: string[];
  readonly failed: string[];
  readonly skipped: string[];
  /** Resolves when the step has ended. */
  readonly untilRan: (key: string) => Promise<void>;
  /** Requests that no decision was found for. */
  readonly asked: ApprovalRequest[];
  /** Steps that began and have no known end, by key. */
  readonly open: Map<string, number>;
  text: string;
  /** Whether a step has cost what nobody knows. */
  unpriced: boolean;
}

export interface JournalOptions {
  readonly spec?: Partial<AgentSpecInput>;
  readonly input?: Record<string, unknown>;
  readonly tools?: readonly PinnedTool[];
  /** Decisions of people by key of the request. */
  readonly decided?: ReadonlyMap<string, ApprovalDecision>;
  /** Instants up to this one are past. */
  readonly nowMs?: number;
  /** What came with signals, by key of the request. */
  readonly signals?: ReadonlyMap<string, SignalPayload>;
  readonly open?: ReadonlyMap<string, number>;
  readonly earlier?: readonly EarlierMessage[];
  readonly budget?: number | null;
  readonly spent?: number;
  /** Results of an earlier attempt by key. */
  readonly done?: ReadonlyMap<string, { readonly inputHash: string; readonly output: unknown }>;
  readonly signal?: AbortSignal;
}

/** A journal without a database: it keeps the contract of `Journal` (reuse of done steps, order) and nothing else. */
export function memoryJournal(
  options: JournalOptions = {},
): MemoryJournal & { readonly done: Map<string, { inputHash: string; output: unknown }> } {
  const kind = options.spec?.kind ?? 'QA';
  const parsed = parseAgentSpec({
    specVersion: 1,
    kind,
    instructions: 'Answer as the help desk.',
    inputs: {
      type: 'object',
      properties: { [kind === 'QA' ? 'question' : 'message']: { type: 'string' } },
      required: [kind === 'QA' ? 'question' : 'message'],
    },
    ...options.spec,
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  const run: PinnedRun = {
    executionId: 'exe_1',
    tenantId: 'tnt_1',
    agentId: 'agt_1',
    versionId: 'ver_1',
    draftRevision: null,
    spec: parsed.spec,
    specHash: 'hash',
    notebooks: Object.fromEntries(
      Object.values(parsed.spec.knowledge).map(({ notebook }) => [notebook, `nbk_${notebook}`]),
    ),
    tools: options.tools ?? [],
    input: options.input ?? { question: 'How do I get my money back?' },
    conversationId: null,
    runAs: testViewer(),
    ownsAgent: true,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    budget: options.budget ?? null,
    depth: 0,
    depthLimit: 8,
  };
  const done = new Map(options.done);
  const ran: string[] = [];
  const failed: string[] = [];
  const skipped: string[] = [];
  const waiting = new Map<string, () => void>();
  const asked: ApprovalRequest[] = [];
  const open = new Map(options.open);
  let spent = options.spent ?? 0;
  const journal = {
    run,
    done,
    ran,
    failed,
    skipped,
    untilRan: (key: string) =>
      ran.includes(key) ? Promise.resolve() : new Promise<void>((resolve) => waiting.set(key, resolve)),
    asked,
    open,
    text: '',
    unpriced: false,
    signal: options.signal ?? new AbortController().signal,
    nodeEnded: () => {},
    spent: () => spent,
    hasRoomFor: (keys: readonly string[], others: number) =>
      keys.some((key) => done.has(key) || open.has(key)) || done.size + keys.length + others <= run.spec.limits.steps,
    openAttempts: (key: string) => open.get(key) ?? 0,
    async decisions(requests: readonly ApprovalRequest[]) {
      const missing = requests.filter(({ key }) => options.decided?.has(key) !== true);
      asked.push(...missing);
      if (missing.length > 0) throw new WaitingError(missing.map((request) => ({ kind: 'APPROVAL', ...request })));
      return requests.flatMap(({ key }) => options.decided?.get(key) ?? []);
    },
    async timer(request: TimerRequest | PauseRequest) {
      const { key, name } = request;
      const untilMs = 'untilMs' in request ? request.untilMs : request.afterMs;
      if (untilMs > (options.nowMs ?? 0)) throw new WaitingError([{ kind: 'TIMER', key, name, untilMs }]);
    },
    async awaitSignal(request: SignalRequest) {
      const payload = options.signals?.get(request.key);
      if (payload === undefined) throw new WaitingError([{ kind: 'SIGNAL', ...request }]);
      return payload;
    },
    earlierMessages: async (limit: number) => (options.earlier ?? []).slice(-limit),
    async step<Output>(
      definition: StepDefinition,
      work: (step: StepHandle) => Promise<StepResult<Output>>,
    ): Promise<Output> {
      const inputHash = hashInput(definition.input);
      const known = done.get(definition.key);
      if (known?.inputHash === inputHash) return known.output as Output;
      if (known !== undefined) throw new Error(`NON_DETERMINISTIC ${definition.key}`);
      try {
        const result = await work({
          stepId: `stp_${definition.key}`,
          key: definition.key,
          attempt: 1,
          idempotencyKey: hashInput([definition.sameCallAs ?? definition.key, inputHash]),
          fence: 1,
          signal: journal.signal,
          text: (delta) => {
            journal.text += delta;
          },
          progress: () => {},
        });
        spent += result.usage?.cost ?? 0;
        journal.unpriced ||= result.usage?.unpriced === true;
        open.delete(definition.key);
        if (result.failure !== undefined) failed.push(definition.key);
        done.set(definition.key, { inputHash, output: structuredClone(result.output) });
        (result.isSkipped === true ? skipped : ran).push(definition.key);
        waiting.get(definition.key)?.();
        return result.output;
      } catch (error) {
        failed.push(definition.key);
        open.set(definition.key, (open.get(definition.key) ?? 0) + 1);
        throw error;
      }
    },
  };
  return journal;
}
