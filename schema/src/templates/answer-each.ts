import { agentSpecSchema } from '../agent-spec.ts';
import type { AgentTemplateFacts } from '../agent-template-facts.ts';

export const answerEach = {
  slug: 'answer-each',
  name: 'Answer each',
  description: 'Answers a list of questions side by side; one that fails is reported instead of lost.',
  useCase: 'assistance',
  needsLanguageModel: true,
  example: {
    input: { questions: ['Who signs contracts?', 'Where is the archive?'] },
    answer: 'The managing directors sign contracts.\n\nThe archive is in the basement.',
  },
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
} as const satisfies AgentTemplateFacts;
