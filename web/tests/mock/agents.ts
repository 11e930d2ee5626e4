import { mara } from './identity.ts';
import { ago, edges, allowed } from './shared.ts';

// Agents with their drafts and versions.

const spec = (instructions: string, notebook: string | null) => ({
  specVersion: 1,
  type: 'BUILT_IN',
  kind: 'QA',
  instructions,
  inputs: { type: 'object', properties: { question: { type: 'string', title: 'Question' } }, required: ['question'] },
  model: { primary: 'builtin/extract', fallbacks: [], parameters: {}, optimizeFor: 'QUALITY' },
  knowledge: notebook === null ? {} : { policies: { notebook, mode: 'HYBRID', topK: 6, citations: 'REQUIRED' } },
  memory: { shortTerm: { enabled: true, window: 20 }, longTerm: { enabled: false, namespaces: [], write: 'NEVER' } },
  tools: {},
  limits: { steps: 20, deadlineMs: 60_000, budget: 50_000_000, parallelToolCalls: 4, recursionDepth: 3 },
  guards: { untrustedContent: 'APPROVAL', outboundApproval: true },
});

interface AgentFacts {
  id: string;
  name: string;
  kind: string;
  status: string;
  version: number | null;
  revision: number;
  rate: number | null;
  runs: number;
  flow?: object;
  /** Of an agent of another system, or of a hybrid one. */
  endpoint?: { type: string; endpoint: object };
  cost: number | null;
  ms: number | null;
  changed: number;
  instructions: string;
  notebook: string | null;
  issues?: object[];
}

export function agent(facts: AgentFacts): Record<string, unknown> {
  const published =
    facts.version === null
      ? null
      : {
          id: `ver_${facts.id}_${facts.version}`,
          number: facts.version,
          hash: 'sha256:7c1e04b2d95ae5f6',
          publishedAt: ago(facts.changed),
          publishedBy: mara,
          notes: 'Answers in the language of the question',
          spec: {},
          layout: {},
        };
  const self: Record<string, unknown> = {
    id: facts.id,
    slug: facts.name.toLowerCase().replaceAll(' ', '-'),
    name: facts.name,
    description: 'Answers with citations from the policies of the support team.',
    type: facts.endpoint?.type ?? 'BUILT_IN',
    kind: facts.kind,
    status: facts.status,
    visibility: 'DEPARTMENT',
    owner: mara,
    tags: [],
    collaborators: [],
    published,
    versions: edges(
      published === null
        ? []
        : [
            published,
            {
              ...published,
              id: `${published.id}_old`,
              number: (facts.version ?? 1) - 1,
              notes: null,
              publishedAt: ago(9000),
            },
          ],
    ),
    inputSchema: {
      type: 'object',
      properties: { question: { type: 'string', title: 'Question' } },
      required: ['question'],
    },
    outputSchema: {},
    createdAt: ago(20_000),
    updatedAt: ago(facts.changed),
    lastSeq: 3,
    viewerActions: allowed(
      'updateAgent',
      'updateAgentDraft',
      'publishAgent',
      'setAgentStatus',
      'deleteAgent',
      'runAgent',
    ),
    successRate: facts.rate,
    runCount: facts.runs,
    medianCost: facts.cost,
    medianDurationMs: facts.ms,
    statisticsDays: 7,
  };
  self['draft'] = {
    agent: self,
    revision: facts.revision,
    spec: {
      ...spec(facts.instructions, facts.notebook),
      ...(facts.flow === undefined ? {} : { kind: facts.kind, flow: facts.flow }),
      ...facts.endpoint,
    },
    layout: {},
    pins: {},
    validation: { valid: facts.issues === undefined, issues: facts.issues ?? [] },
    updatedAt: ago(facts.changed),
    updatedBy: mara,
  };
  return self;
}

const refundFlow = {
  nodes: {
    ticket: { type: 'input', name: 'Ticket' },
    classify: { type: 'model', name: 'Classify request', prompt: 'inputs.question' },
    kind: { type: 'switch', name: 'Kind of request', value: 'nodes.classify.output.text', cases: ['refund', 'order'] },
    order: { type: 'tool', name: 'Get order', tool: 'orders' },
    policy: { type: 'retrieve', name: 'Find policy', knowledge: 'policies', query: 'inputs.question' },
    check: { type: 'model', name: 'Check eligibility', prompt: 'inputs.question', sources: ['policy'] },
    large: { type: 'condition', name: 'Amount over 100', expression: 'inputs.amount >' },
    approve: { type: 'approval', name: 'Approve refund', question: 'Pay it?' },
    request: { type: 'transform', name: 'Build refund request', value: '{"payment": 7}' },
    duty: { type: 'error-handler', name: 'Tell agent on duty' },
    done: { type: 'output', name: 'Answer', fields: { answer: 'nodes.check.output.text' } },
    other: { type: 'output', name: 'General answer', fields: { answer: '"Somebody will look at it."' } },
  },
  edges: {
    a: { from: 'ticket', to: 'classify' },
    b: { from: 'classify', to: 'kind' },
    c: { from: 'kind', to: 'order', when: 'refund' },
    d: { from: 'kind', to: 'policy', when: 'refund' },
    e: { from: 'kind', to: 'other', when: 'otherwise' },
    f: { from: 'order', to: 'check' },
    g: { from: 'policy', to: 'check' },
    h: { from: 'check', to: 'large' },
    i: { from: 'large', to: 'approve', when: true },
    j: { from: 'large', to: 'request', when: false },
    k: { from: 'approve', to: 'request' },
    l: { from: 'request', to: 'done' },
    m: { from: 'order', to: 'duty', when: 'error' },
    n: { from: 'duty', to: 'other' },
  },
};

const parcelFlow = {
  nodes: {
    ticket: { type: 'input', name: 'Ticket' },
    track: { type: 'http', name: 'Track parcel', url: 'https://api.carrier.example/parcels/{code}' },
    lost: { type: 'condition', name: 'Is it lost', expression: 'nodes.track.output.body.lost' },
    pause: { type: 'wait', name: 'Two days', seconds: '2 * 24 * 3600' },
    claim: { type: 'subflow', name: 'Claim it', agent: 'carrier-claims' },
    ask: { type: 'endpoint', name: 'Ask the carrier' },
    done: { type: 'output', name: 'Answer', fields: { answer: 'nodes.ask.output.answer' } },
  },
  edges: {
    a: { from: 'ticket', to: 'track' },
    b: { from: 'track', to: 'lost' },
    c: { from: 'lost', to: 'pause', when: false },
    d: { from: 'lost', to: 'claim', when: true },
    e: { from: 'pause', to: 'ask' },
    f: { from: 'claim', to: 'ask' },
    g: { from: 'ask', to: 'done' },
  },
};

const carrier = {
  protocol: 'rest',
  url: 'https://agent.carrier.example/ask',
  method: 'POST',
  credential: 'carrier',
  request: '{"question": inputs.question}',
  response: '{"answer": response.body.text}',
  timeoutMs: 30_000,
};

const REFUND =
  'Answer refund questions of the support team. Use only passages from the notebook and cite each one. If the policy does not cover the case, say so and name who can decide.';

export const agents = [
  agent({
    id: 'agt_refund',
    name: 'Refund policy',
    kind: 'CONVERSATIONAL',
    status: 'PUBLISHED',
    version: 7,
    revision: 42,
    rate: 0.962,
    runs: 1284,
    cost: 14_300_000,
    ms: 6800,
    changed: 2,
    instructions: REFUND,
    notebook: 'refund-policies',
  }),
  agent({
    id: 'agt_triage',
    name: 'Ticket triage',
    kind: 'QA',
    status: 'PUBLISHED',
    version: 12,
    revision: 13,
    rate: 0.989,
    runs: 2016,
    cost: 4_500_000,
    ms: 2100,
    changed: 40,
    instructions: REFUND,
    notebook: null,
  }),
  agent({
    id: 'agt_order',
    name: 'Order status',
    kind: 'QA',
    status: 'PUBLISHED',
    version: 4,
    revision: 6,
    rate: 0.991,
    runs: 871,
    cost: 2_600_000,
    ms: 1400,
    changed: 300,
    instructions: REFUND,
    notebook: 'refund-policies',
  }),
  agent({
    id: 'agt_gift',
    name: 'Gift card desk',
    kind: 'QA',
    status: 'DRAFT',
    version: null,
    revision: 3,
    rate: null,
    runs: 0,
    cost: null,
    ms: null,
    changed: 1500,
    instructions: 'Explain gift cards.',
    notebook: 'gift-cards',
    issues: [
      {
        code: 'UNKNOWN_NOTEBOOK',
        severity: 'ERROR',
        message: 'There is no notebook "gift-cards".',
        hint: 'Choose one of: refund-policies, carrier-handbook.',
        path: ['knowledge', 'policies', 'notebook'],
        fix: null,
      },
      {
        code: 'UNKNOWN_FIELD',
        severity: 'WARNING',
        message: 'Nobody reads "mood".',
        hint: null,
        path: ['mood'],
        fix: [{ op: 'remove', path: '/spec/mood' }],
      },
    ],
  }),
  agent({
    id: 'agt_intake',
    name: 'Refund intake',
    kind: 'WORKFLOW',
    status: 'DRAFT',
    version: null,
    revision: 41,
    rate: null,
    runs: 0,
    cost: null,
    ms: null,
    changed: 9,
    instructions: REFUND,
    notebook: 'refund-policies',
    flow: refundFlow,
    issues: [
      {
        code: 'WRONG_EXPRESSION',
        severity: 'ERROR',
        message: 'The expression of node "large" cannot be read: Unexpected token: EOF (at character 16).',
        hint: 'Expressions are CEL over inputs.<name> and nodes["<id>"].output, for example inputs.amount > 100.',
        path: ['flow', 'nodes', 'large', 'expression'],
        fix: null,
      },
    ],
  }),
  agent({
    id: 'agt_carrier',
    name: 'Carrier desk',
    kind: 'QA',
    status: 'PUBLISHED',
    version: 1,
    revision: 5,
    rate: 0.93,
    runs: 120,
    cost: null,
    ms: 2400,
    changed: 90,
    instructions: 'Answers by asking the desk of the carrier.',
    notebook: null,
    endpoint: { type: 'EXTERNAL_API', endpoint: carrier },
  }),
  agent({
    id: 'agt_parcel',
    name: 'Parcel watch',
    kind: 'WORKFLOW',
    status: 'DRAFT',
    version: null,
    revision: 8,
    rate: null,
    runs: 0,
    cost: null,
    ms: null,
    changed: 30,
    instructions: 'Follows a parcel until it is there or lost.',
    notebook: null,
    flow: parcelFlow,
    endpoint: { type: 'HYBRID', endpoint: carrier },
  }),
  agent({
    id: 'agt_claims',
    name: 'Carrier claims',
    kind: 'QA',
    status: 'PUBLISHED',
    version: 2,
    revision: 4,
    rate: 0.714,
    runs: 63,
    cost: null,
    ms: 31_000,
    changed: 4000,
    instructions: REFUND,
    notebook: 'carrier-handbook',
  }),
];
