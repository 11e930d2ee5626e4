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
} as const satisfies Record<string, AgentTemplateFacts>;

export type AgentTemplateSlug = keyof typeof AGENT_TEMPLATES;
