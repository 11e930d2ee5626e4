import { agentSpecSchema, type AgentSpecInput } from '../agent-spec.ts';
import type { AgentTemplateFacts } from '../agent-template-facts.ts';

interface ProducerTemplate<Slug extends string> extends Pick<AgentTemplateFacts, 'name' | 'description' | 'useCase'> {
  slug: Slug;
  instructions: string;
  /** Fields that a person fills in; all are required. */
  inputs: Record<string, { type: 'string'; title: string; minLength: number; maxLength: number }>;
  knowledge?: AgentSpecInput['knowledge'];
  limits?: AgentSpecInput['limits'];
  produces: NonNullable<AgentSpecInput['produces']>;
  /** What it makes of an answer that was written by hand as a model would write it; a test makes it again. */
  example: {
    input: Record<string, string>;
    /** The document as Markdown, line by line. */
    answer: readonly string[];
  };
}

/** A ready PRODUCER. It is made on the built-in model, and whoever starts from it chooses a language model. */
export function producerTemplate<Slug extends string>(
  template: ProducerTemplate<Slug>,
): AgentTemplateFacts & { slug: Slug } {
  const { slug, name, description, useCase, instructions, inputs, knowledge, limits, produces, example } = template;
  return {
    slug,
    name,
    description,
    useCase,
    needsLanguageModel: true,
    example: { input: example.input, answer: `${example.answer.join('\n')}\n` },
    spec: agentSpecSchema.parse({
      specVersion: 1,
      kind: 'PRODUCER',
      instructions,
      inputs: { type: 'object', properties: inputs, required: Object.keys(inputs), additionalProperties: false },
      knowledge,
      limits,
      produces,
    }),
  };
}
