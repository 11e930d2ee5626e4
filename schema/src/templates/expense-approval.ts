import { agentSpecSchema } from '../agent-spec.ts';
import type { AgentTemplateFacts } from '../agent-template-facts.ts';

export const expenseApproval = {
  slug: 'expense-approval',
  name: 'Expense approval',
  description: 'Lets small amounts pass at once and asks a person about large ones.',
  useCase: 'finance',
  needsLanguageModel: false,
  example: {
    input: { purpose: 'Train to the fair', amount: 120, limit: 500 },
    answer: 'Approved without a person.',
  },
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
      required: ['purpose', 'amount'],
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
} as const satisfies AgentTemplateFacts;
