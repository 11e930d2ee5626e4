import { agents } from './agents.ts';
import { citations, ANSWER } from './answer.ts';
import { step, execution } from './execution.ts';
import { models } from './models.ts';

// Runs that have ended, well and badly, and one that waits for a person.

export const conversation = { id: 'cnv_1' };

const START = Date.parse('2026-11-22T10:04:00.000Z');

const good = (start: number) => [
  step(start, { id: 'stp_a', type: 'MEMORY_RETRIEVAL', name: 'Recall conversation', from: 0, ms: 84 }),
  step(start, {
    id: 'stp_b',
    type: 'VECTOR_SEARCH',
    name: 'Search refund-policies',
    from: 4,
    ms: 212,
    details: { results: 6, scores: [0.91, 0.7], partial: false },
  }),
  step(start, {
    id: 'stp_c',
    type: 'LLM_INVOCATION',
    name: 'Plan',
    from: 230,
    ms: 1840,
    tokens: 1842,
    cost: 6_100_000,
    attempt: 2,
    attempts: [
      {
        number: 1,
        startedAt: new Date(start + 230).toISOString(),
        durationMs: 1200,
        cost: 0,
        unpriced: false,
        model: models[0],
        error: { code: 'PROVIDER_FIRST_BYTE_TIMEOUT', message: 'No first byte in 1.2 s', retryable: true },
      },
    ],
  }),
  step(start, {
    id: 'stp_d',
    type: 'VECTOR_SEARCH',
    name: 'Search exceptions',
    from: 2100,
    ms: 190,
    parentId: 'stp_c',
    details: { results: 4, scores: [0.74], partial: false },
  }),
  step(start, {
    id: 'stp_e',
    type: 'LLM_INVOCATION',
    name: 'Answer',
    from: 2310,
    ms: 7400,
    tokens: 8060,
    cost: 25_200_000,
    details: {
      model: 'openai/gpt-5-mini',
      routing: {
        candidates: [
          {
            model: 'openai/gpt-5',
            outcome: 'FALLBACK',
            reason: 'another one ranks before it',
            expectedCost: 31_400_000,
            qualityBound: 0.91,
          },
          {
            model: 'openai/gpt-5-mini',
            outcome: 'CHOSEN',
            reason: 'lowest expected cost of 2 that may answer',
            expectedCost: 6_100_000,
            qualityBound: 0.87,
          },
          {
            model: 'ollama/qwen3-32b',
            outcome: 'EXCLUDED',
            reason: 'The model "ollama/qwen3-32b" has no capability TOOLS.',
            expectedCost: null,
            qualityBound: null,
          },
        ],
      },
    },
  }),
];

const failure = {
  code: 'PROVIDER_UNAUTHORIZED',
  message: 'OpenAI refused the credential: the key was revoked.',
  stepId: 'stp_e',
  retryable: false,
  hint: 'Store a new key in Settings, then run it again.',
};

const bad = (start: number) => [
  step(start, { id: 'stp_a', type: 'MEMORY_RETRIEVAL', name: 'Recall conversation', from: 0, ms: 84 }),
  step(start, {
    id: 'stp_b',
    type: 'VECTOR_SEARCH',
    name: 'Search refund-policies',
    from: 4,
    ms: 212,
    details: { results: 6, scores: [0.91], partial: false },
  }),
  step(start, {
    id: 'stp_e',
    type: 'LLM_INVOCATION',
    name: 'Answer',
    from: 230,
    ms: 1120,
    status: 'FAILED',
    error: failure,
  }),
];

const waiting = (start: number) => [
  step(start, {
    id: 'stp_w1',
    type: 'LLM_INVOCATION',
    name: 'Answer',
    from: 0,
    ms: 1840,
    tokens: 1842,
    cost: 6_100_000,
  }),
  step(start, { id: 'stp_w2', type: 'TOOL_EXECUTION', name: 'Find order', from: 1850, ms: 96 }),
  step(start, {
    id: 'stp_w3',
    type: 'APPROVAL',
    name: 'Call "Refund order"?',
    from: 1960,
    ms: null,
    status: 'WAITING',
  }),
];

/** A run whose tool server wants somebody to sign in. */
const signIn = (start: number) => [
  ...waiting(start).slice(0, 1),
  step(start, {
    id: 'stp_s2',
    type: 'TOOL_EXECUTION',
    name: 'Send a mail',
    from: 1850,
    ms: 96,
    status: 'FAILED',
    error: {
      code: 'NEEDS_AUTH',
      message: 'Somebody has to sign in to the tool server "mail" before it can be used.',
      stepId: 'stp_s2',
      retryable: false,
      hint: 'Sign in on its page; what waits for it goes on then.',
    },
  }),
  step(start, {
    id: 'stp_s3',
    key: 'sign-in/model/0/tool:mail/send/0/0',
    type: 'WAIT',
    name: 'Sign in to "mail"',
    from: 1960,
    ms: null,
    status: 'WAITING',
  }),
];

/** A run that calls another agent, and that run. */
const calls = (start: number) => [
  step(start, {
    id: 'stp_k1',
    type: 'LLM_INVOCATION',
    name: 'Answer',
    from: 0,
    ms: 1410,
    tokens: 1642,
    cost: 5_100_000,
  }),
  step(start, {
    id: 'stp_k2',
    type: 'AGENT_CALL',
    name: 'Contract reviewer',
    from: 1420,
    ms: 9840,
    cost: 31_300_000,
    details: { agent: 'contract-reviewer', executionId: 'exe_called' },
    childExecution: { id: 'exe_called', status: 'SUCCEEDED', spent: 31_300_000, agent: agents[1] },
  }),
  step(start, {
    id: 'stp_k3',
    type: 'LLM_INVOCATION',
    name: 'Answer',
    from: 11_270,
    ms: 2300,
    tokens: 2310,
    cost: 7_400_000,
  }),
];

const approval = {
  id: 'apr_1',
  question: 'Call "Refund order"?',
  createdAt: new Date(Date.now() - 120_000).toISOString(),
  proposed: { order: 48_213, amount: 129.9, currency: 'EUR', reason: 'Opened, day 34, within the exception' },
  proposedHash: 'hash',
  editable: true,
  form: null,
  link: null,
  status: 'PENDING',
  comment: null,
  decidedAt: null,
  decidedBy: null,
  expiresAt: new Date(Date.now() + 240_000).toISOString(),
  step: { id: 'stp_w3' },
};

/** What a tool asks in the middle of its call, by a form and by a page. */
const questions = [
  {
    ...approval,
    id: 'apr_form',
    question: '"orders" asks: Which account is to be charged?\nThe customer has two.',
    proposed: {},
    form: {
      type: 'object',
      properties: {
        account: {
          type: 'string',
          title: 'Account',
          enum: ['a1', 'a2'],
          enumNames: ['Main account', 'Second account'],
        },
        note: { type: 'string', title: 'Note', description: 'Goes on the invoice.' },
        express: { type: 'boolean', title: 'Express' },
      },
      required: ['account'],
    },
  },
  {
    ...approval,
    id: 'apr_page',
    question: '"orders" asks: Confirm the payment at your bank.',
    proposed: { url: 'https://bank.example.com/confirm/48213' },
    editable: false,
    link: 'https://bank.example.com/confirm/48213',
  },
];

export const executions: Record<string, unknown>[] = [
  execution({
    id: 'exe_calls',
    status: 'SUCCEEDED',
    minutes: 3,
    ms: 13_570,
    agent: agents[0],
    steps: calls,
    cost: 43_800_000,
    tokens: 3952,
    output: { answer: 'The contract allows it until day 40.' },
  }),
  execution({
    id: 'exe_called',
    status: 'SUCCEEDED',
    minutes: 3,
    ms: 9840,
    agent: agents[1],
    steps: good,
    cost: 31_300_000,
    tokens: 9902,
    origin: 'AGENT',
    output: { answer: ANSWER },
    parent: { id: 'exe_calls', agent: agents[0] },
  }),
  execution({
    id: 'exe_waiting',
    status: 'WAITING',
    minutes: 1,
    ms: 0,
    agent: agents[0],
    steps: waiting,
    cost: 6_100_000,
    tokens: 1842,
    approvals: [approval, ...questions],
  }),
  execution({
    id: 'exe_sign_in',
    status: 'WAITING',
    minutes: 2,
    ms: 0,
    agent: agents[1],
    steps: signIn,
    cost: 4_100_000,
    tokens: 1210,
  }),
  execution({
    id: 'exe_01KB6TQ4M7',
    status: 'SUCCEEDED',
    minutes: 2,
    ms: 9840,
    agent: agents[0],
    steps: good,
    cost: 31_300_000,
    tokens: 9902,
    output: { answer: ANSWER },
    citations,
    conversation,
  }),
  execution({
    id: 'exe_01KB6S9W2C',
    status: 'FAILED',
    minutes: 12,
    ms: 1370,
    agent: agents[2],
    steps: bad,
    cost: 0,
    tokens: 0,
    origin: 'MANUAL',
    error: failure,
    diagnosis: {
      step: bad(START)[2],
      cause: `"Answer" failed: ${failure.message}`,
      nextActions: ['Check the credential of the model provider.', 'Run it again.'],
    },
  }),
  execution({
    id: 'exe_01KB6R0001',
    redriveOf: { id: 'exe_01KB6S9W2C', createdAt: new Date().toISOString() },
    status: 'SUCCEEDED',
    minutes: 30,
    ms: 1210,
    agent: agents[2],
    steps: good,
    cost: 1_600_000,
    tokens: 1104,
    origin: 'API',
    output: { answer: 'In transit.' },
  }),
  execution({
    id: 'exe_01KB6R0002',
    status: 'CANCELLED',
    minutes: 55,
    ms: 820,
    agent: agents[1],
    steps: () => [],
    cost: 0,
    tokens: 0,
    origin: 'MANUAL',
  }),
  execution({
    id: 'exe_01KB6R0003',
    status: 'SUCCEEDED',
    minutes: 125,
    ms: 2400,
    agent: agents[4],
    steps: good,
    cost: null,
    tokens: 812,
    output: { answer: 'Claim it within 7 days.' },
  }),
];
