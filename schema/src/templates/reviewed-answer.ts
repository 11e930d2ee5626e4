import { agentSpecSchema } from '../agent-spec.ts';
import type { AgentTemplateFacts } from '../agent-template-facts.ts';

export const reviewedAnswer = {
  slug: 'reviewed-answer',
  name: 'Reviewed answer',
  description: 'Drafts an answer, shows it to a person, and gives it out when they say yes.',
  useCase: 'review',
  needsLanguageModel: true,
  example: {
    input: { question: 'May we ship to Norway?' },
    answer: 'Yes, with customs papers; it takes about a week.',
  },
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
} as const satisfies AgentTemplateFacts;
