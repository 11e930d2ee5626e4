import { mara } from './identity.ts';
import { models } from './models.ts';
import { MINUTE, now, edges, allowed } from './shared.ts';

// Makes runs and steps.

interface StepFacts {
  id: string;
  key?: string;
  type: string;
  name: string;
  from: number;
  ms: number | null;
  tokens?: number;
  cost?: number | null;
  status?: string;
  details?: object;
  parentId?: string;
  error?: object;
  attempts?: object[];
  attempt?: number;
  childExecution?: object;
}

export function step(start: number, facts: StepFacts): Record<string, unknown> {
  const model = facts.type === 'LLM_INVOCATION';
  return {
    id: facts.id,
    key: facts.key ?? `answer/${facts.id}`,
    parentId: facts.parentId ?? null,
    nodeId: null,
    type: facts.type,
    name: facts.name,
    status: facts.status ?? 'SUCCEEDED',
    attempt: facts.attempt ?? 1,
    attempts: facts.attempts ?? [],
    startedAt: new Date(start + facts.from).toISOString(),
    durationMs: facts.ms,
    success: true,
    details: facts.details ?? {},
    input: {
      text: '{"query":"Order 48213, headphones. Can I still refund?","notebook":"refund-policies","topK":6}',
      bytes: 88,
      mimeType: 'application/json',
      truncated: false,
      url: null,
    },
    output: {
      text: '{"passages":[{"score":0.91,"title":"Refund policy 2026"}],"signedBy":null,"events":23}',
      bytes: 18_200,
      mimeType: 'application/json',
      truncated: true,
      url: '/artifacts/x',
    },
    prompt: model
      ? {
          text: 'You answer from the passages only.\n\n[1] Opened items are accepted …',
          bytes: 4100,
          mimeType: 'text/plain',
          truncated: false,
          url: null,
        }
      : null,
    cost: facts.cost ?? null,
    unpriced: model && facts.cost === null,
    promptTokens: facts.tokens ? facts.tokens - 200 : null,
    completionTokens: facts.tokens ? 200 : null,
    cachedTokens: null,
    model: model ? models[0] : null,
    childExecution: facts.childExecution ?? null,
    spanId: 'b60a1f2c3d4e5f60',
    error: facts.error ?? null,
  };
}

interface RunFacts {
  id: string;
  status: string;
  minutes: number;
  ms: number;
  agent: object | undefined;
  steps: (start: number) => Record<string, unknown>[];
  cost: number | null;
  tokens: number;
  origin?: string;
  output?: unknown;
  error?: object | null;
  diagnosis?: object | null;
  citations?: object[];
  conversation?: object | null;
  approvals?: object[];
  parent?: object;
  redriveOf?: object;
}

export function execution(facts: RunFacts): Record<string, unknown> {
  const start = now() - facts.minutes * MINUTE;
  const ended = ['SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT'].includes(facts.status);
  const steps = facts.steps(start);
  return {
    id: facts.id,
    agent: facts.agent ?? null,
    version: { id: 'ver_agt_refund_7', number: 7 },
    draftRevision: null,
    status: facts.status,
    executor: 'LOCAL',
    origin: facts.origin ?? 'CHAT',
    priority: 'NORMAL',
    startedBy: mara,
    conversation: facts.conversation ?? null,
    parent: facts.parent ?? null,
    redriveOf: facts.redriveOf ?? null,
    input: { question: 'Order 48213, headphones. The customer opened them and it is day 34. Can I still refund?' },
    context: null,
    output: facts.output ?? null,
    citations: facts.citations ?? [],
    artifacts: [],
    error: facts.error ?? null,
    diagnosis: facts.diagnosis ?? null,
    createdAt: new Date(start).toISOString(),
    startedAt: new Date(start).toISOString(),
    endedAt: ended ? new Date(start + facts.ms).toISOString() : null,
    deadlineAt: null,
    budget: 50_000_000,
    spent: facts.cost ?? 0,
    traceId: '7c1e04b2d95a41f09d3b7a6628c1e5f6',
    rating: null,
    approvals: facts.approvals ?? [],
    lastSeq: ended ? 20 : 0,
    viewerActions: allowed('cancelExecution', 'rateExecution', 'retryExecution'),
    chain: {
      traceId: '7c1e04b2d95a41f09d3b7a6628c1e5f6',
      totalDurationMs: facts.ms,
      steps: { ...edges(steps), totalCount: steps.length },
      summary: {
        totalSteps: steps.length,
        totalCost: facts.cost,
        unpriced: facts.cost === null,
        totalTokens: facts.tokens,
        successRate: 1,
        criticalPath: steps.filter(({ type }) => type !== 'MEMORY_RETRIEVAL').map(({ id }) => id),
        bottlenecks: [],
        optimizationOpportunities:
          facts.status === 'SUCCEEDED' && facts.tokens > 5000
            ? [
                {
                  code: 'PROMPT_NOT_CACHED',
                  message: 'The two model steps share 1,610 tokens that were not cached.',
                  stepIds: ['stp_c'],
                  savingMs: 420,
                  saving: 4_300_000,
                },
              ]
            : [],
      },
    },
  };
}
