import { agentSpecSchema } from '../agent-spec.ts';
import type { AgentTemplateFacts } from '../agent-template-facts.ts';

export const questionsAndAnswers = {
  slug: 'questions-and-answers',
  name: 'Questions and answers',
  description: 'Answers a question from your notebooks and cites where the answer stands.',
  useCase: 'knowledge',
  needsLanguageModel: false,
  example: {
    input: { question: 'When do customers get their money back?' },
    answer: 'Customers get their money back within 14 days of the return. [1]',
  },
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
} as const satisfies AgentTemplateFacts;
