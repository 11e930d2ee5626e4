import { AGENT_TEMPLATES, type JsonObject, PROMPT_INPUT, isPromptKind } from '@aether/schema';
import type { AgentKind } from './agent.ts';

/** Where a draft begins that was made from nothing: complete but for its instructions. */
export function emptySpec(kind: AgentKind): JsonObject {
  return {
    specVersion: 1,
    type: 'BUILT_IN',
    kind,
    instructions: '',
    ...(kind === 'PRODUCER' ? { produces: { artifacts: { document: { name: 'Document', format: 'MARKDOWN' } } } } : {}),
    inputs: isPromptKind(kind)
      ? inputsOf(PROMPT_INPUT[kind])
      : kind === 'PRODUCER'
        ? inputsOf('request')
        : { type: 'object', properties: {} },
    model: { primary: AGENT_TEMPLATES.conversation.spec.model.primary },
  };
}

function inputsOf(name: string): JsonObject {
  return {
    type: 'object',
    properties: {
      [name]: { type: 'string', title: name.charAt(0).toUpperCase() + name.slice(1), minLength: 1, maxLength: 20_000 },
    },
    required: [name],
    additionalProperties: false,
  };
}
