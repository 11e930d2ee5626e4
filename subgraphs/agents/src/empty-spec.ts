import { AGENT_TEMPLATES, type JsonObject, PROMPT_INPUT, isPromptKind } from '@aether/schema';
import type { AgentKind } from './agent.ts';

/** Where a draft begins that was made from nothing: complete but for its instructions. */
export function emptySpec(kind: AgentKind): JsonObject {
  return {
    specVersion: 1,
    type: 'BUILT_IN',
    kind,
    instructions: '',
    inputs: isPromptKind(kind) ? inputsOf(kind) : { type: 'object', properties: {} },
    model: { primary: AGENT_TEMPLATES.conversation.spec.model.primary },
  };
}

function inputsOf(kind: keyof typeof PROMPT_INPUT): JsonObject {
  const name = PROMPT_INPUT[kind];
  return {
    type: 'object',
    properties: {
      [name]: { type: 'string', title: name.charAt(0).toUpperCase() + name.slice(1), minLength: 1, maxLength: 20_000 },
    },
    required: [name],
    additionalProperties: false,
  };
}
