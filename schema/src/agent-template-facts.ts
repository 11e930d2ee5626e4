import type { AgentSpec } from './agent-spec.ts';
import type { JsonObject } from './json-value.ts';

export interface AgentTemplateFacts {
  slug: string;
  name: string;
  description: string;
  useCase: string;
  /** It writes by a schema or reasons freely: the built-in models, which only find and quote, are not enough. */
  needsLanguageModel: boolean;
  /**
   * What a run was given and what came of it, so that people see before they choose; a test makes it again. Without a need for a language model
   * it is what the built-in one says; else the answer of the model was written by hand.
   */
  example: {
    input: JsonObject;
    /** Markdown. */
    answer: string;
  };
  spec: AgentSpec;
}
