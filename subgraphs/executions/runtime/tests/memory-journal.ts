import { hashInput } from '@aether/common/graph';
import { testViewer } from '@aether/test-support';
import type { AgentSpecInput } from '@aether/schema';
import { parseAgentSpec } from '@aether/schema';
import type { EarlierMessage, Journal, PinnedRun, StepDefinition, StepHandle, StepResult } from '../src/index.ts';

export interface MemoryJournal extends Journal {
  /** Keys of steps that ran, in order of their ends. */
  readonly ran: string[];
  readonly failed: string[];
  text: string;
}

export interface JournalOptions {
  readonly spec?: Partial<AgentSpecInput>;
  readonly input?: Record<string, unknown>;
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
    input: options.input ?? { question: 'How do I get my money back?' },
    conversationId: null,
    runAs: testViewer(),
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    budget: options.budget ?? null,
  };
  const done = new Map(options.done);
  const ran: string[] = [];
  const failed: string[] = [];
  let spent = options.spent ?? 0;
  const journal = {
    run,
    done,
    ran,
    failed,
    text: '',
    signal: options.signal ?? new AbortController().signal,
    spent: () => spent,
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
          attempt: 1,
          signal: journal.signal,
          text: (delta) => {
            journal.text += delta;
          },
          progress: () => {},
        });
        spent += result.usage?.cost ?? 0;
        done.set(definition.key, { inputHash, output: structuredClone(result.output) });
        ran.push(definition.key);
        return result.output;
      } catch (error) {
        failed.push(definition.key);
        throw error;
      }
    },
  };
  return journal;
}
