import { agentSpecSchema } from '../agent-spec.ts';
import type { AgentTemplateFacts } from '../agent-template-facts.ts';

export const conversation = {
  slug: 'conversation',
  name: 'Conversation',
  description: 'Talks over several turns, remembers what was said, and looks things up in your notebooks.',
  useCase: 'assistance',
  needsLanguageModel: false,
  example: {
    input: { message: 'How many days of paid holiday do I have?' },
    answer: 'You have 28 days of paid holiday a year. [1]',
  },
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
} as const satisfies AgentTemplateFacts;
