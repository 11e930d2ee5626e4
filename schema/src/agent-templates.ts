import { agentSpecSchema } from './agent-spec.ts';
import type { AgentSpec } from './agent-spec.ts';

export interface AgentTemplateFacts {
  slug: string;
  name: string;
  description: string;
  useCase: string;
  spec: AgentSpec;
}

/** Ready specifications to start from; they work without a key, on `builtin/extract`. */
export const AGENT_TEMPLATES = {
  'questions-and-answers': {
    slug: 'questions-and-answers',
    name: 'Questions and answers',
    description: 'Answers a question from your notebooks and cites where the answer stands.',
    useCase: 'knowledge',
    spec: agentSpecSchema.parse({
      specVersion: 1,
      kind: 'QA',
      instructions:
        'Answer the question from the given passages only. Cite each passage that you use. ' +
        'If the passages do not answer the question, say so and do not guess.',
      inputs: {
        type: 'object',
        properties: { question: { type: 'string', title: 'Question', minLength: 1, maxLength: 20_000 } },
        required: ['question'],
        additionalProperties: false,
      },
      model: { primary: 'builtin/extract' },
    }),
  },
  conversation: {
    slug: 'conversation',
    name: 'Conversation',
    description: 'Talks over several turns, remembers what was said, and looks things up in your notebooks.',
    useCase: 'assistance',
    spec: agentSpecSchema.parse({
      specVersion: 1,
      kind: 'CONVERSATIONAL',
      instructions:
        'Help the person in a friendly and brief way. Use what was said before and the given passages, and cite the passages that you use. ' +
        'Say plainly what you do not know.',
      inputs: {
        type: 'object',
        properties: { message: { type: 'string', title: 'Message', minLength: 1, maxLength: 20_000 } },
        required: ['message'],
        additionalProperties: false,
      },
      model: { primary: 'builtin/extract' },
      memory: { shortTerm: { enabled: true, window: 20 } },
    }),
  },
  'reviewed-answer': {
    slug: 'reviewed-answer',
    name: 'Reviewed answer',
    description: 'Drafts an answer, shows it to a person, and gives it out when they say yes.',
    useCase: 'review',
    spec: agentSpecSchema.parse({
      specVersion: 1,
      kind: 'WORKFLOW',
      instructions: 'Draft a brief answer that a person will review before anybody else reads it.',
      inputs: {
        type: 'object',
        properties: { question: { type: 'string', title: 'Question', minLength: 1, maxLength: 20_000 } },
        required: ['question'],
        additionalProperties: false,
      },
      flow: {
        nodes: {
          begin: { type: 'input', name: 'Question' },
          draft: { type: 'model', name: 'Draft', prompt: 'inputs.question' },
          review: {
            type: 'approval',
            name: 'Review',
            question: 'Give this answer to "{{ inputs.question }}"?',
            show: { draft: 'nodes.draft.output.text' },
          },
          answer: { type: 'output', name: 'Answer', fields: { answer: 'nodes.draft.output.text' } },
          withheld: {
            type: 'output',
            name: 'Withheld',
            fields: { answer: '"The draft was not approved."', comment: 'nodes.review.output.comment' },
          },
        },
        edges: {
          'begin-draft': { from: 'begin', to: 'draft' },
          'draft-review': { from: 'draft', to: 'review' },
          'review-answer': { from: 'review', to: 'answer', when: true },
          'review-withheld': { from: 'review', to: 'withheld', when: false },
        },
      },
    }),
  },
  'expense-approval': {
    slug: 'expense-approval',
    name: 'Expense approval',
    description: 'Lets small amounts pass at once and asks a person about large ones.',
    useCase: 'finance',
    spec: agentSpecSchema.parse({
      specVersion: 1,
      kind: 'WORKFLOW',
      instructions: 'Decide about an expense. No model is asked.',
      inputs: {
        type: 'object',
        properties: {
          purpose: { type: 'string', title: 'Purpose', minLength: 1, maxLength: 500 },
          amount: { type: 'number', title: 'Amount', minimum: 0 },
          limit: { type: 'number', title: 'Passes without a person up to', minimum: 0, default: 500 },
        },
        required: ['purpose', 'amount', 'limit'],
        additionalProperties: false,
      },
      flow: {
        nodes: {
          begin: { type: 'input', name: 'Expense' },
          large: { type: 'condition', name: 'Above the limit?', expression: 'inputs.amount > inputs.limit' },
          ask: {
            type: 'approval',
            name: 'Ask',
            question: 'Approve {{ inputs.amount }} for "{{ inputs.purpose }}"?',
            show: { purpose: 'inputs.purpose', amount: 'inputs.amount', above: 'inputs.amount - inputs.limit' },
          },
          approved: { type: 'output', name: 'Approved', fields: { answer: '"Approved."', approved: 'true' } },
          passed: {
            type: 'output',
            name: 'Passed',
            fields: { answer: '"Approved without a person."', approved: 'true' },
          },
          denied: { type: 'output', name: 'Denied', fields: { answer: '"Not approved."', approved: 'false' } },
        },
        edges: {
          'begin-large': { from: 'begin', to: 'large' },
          'large-ask': { from: 'large', to: 'ask', when: true },
          'large-passed': { from: 'large', to: 'passed', when: false },
          'ask-approved': { from: 'ask', to: 'approved', when: true },
          'ask-denied': { from: 'ask', to: 'denied', when: false },
        },
      },
    }),
  },
  'answer-each': {
    slug: 'answer-each',
    name: 'Answer each',
    description: 'Answers a list of questions side by side; one that fails is reported instead of lost.',
    useCase: 'assistance',
    spec: agentSpecSchema.parse({
      specVersion: 1,
      kind: 'WORKFLOW',
      instructions: 'Answer the question briefly.',
      inputs: {
        type: 'object',
        properties: {
          questions: { type: 'array', title: 'Questions', items: { type: 'string' }, minItems: 1, maxItems: 10 },
        },
        required: ['questions'],
        additionalProperties: false,
      },
      flow: {
        nodes: {
          begin: { type: 'input', name: 'Questions' },
          each: {
            type: 'map',
            name: 'Answer each',
            items: 'inputs.questions',
            most: 10,
            each: { type: 'model', prompt: 'item' },
          },
          answers: {
            type: 'output',
            name: 'Answers',
            fields: {
              answers: 'nodes.each.output.map(one, one.text)',
              answer: 'nodes.each.output.map(one, one.text).join("\\n\\n")',
            },
          },
          failed: { type: 'error-handler', name: 'Failed' },
          report: {
            type: 'output',
            name: 'Report',
            fields: { answer: '"Not answered: " + nodes.failed.output.message' },
          },
        },
        edges: {
          'begin-each': { from: 'begin', to: 'each' },
          'each-answers': { from: 'each', to: 'answers' },
          'each-failed': { from: 'each', to: 'failed', when: 'error' },
          'failed-report': { from: 'failed', to: 'report' },
        },
      },
    }),
  },
} as const satisfies Record<string, AgentTemplateFacts>;

export type AgentTemplateSlug = keyof typeof AGENT_TEMPLATES;
