import { type Message } from '@a2a-js/sdk';
import { ContentTypeNotSupportedError, RequestMalformedError } from '@a2a-js/sdk/errors';
import { type AgentSpec, isPromptKind, isRecord, PROMPT_INPUT } from '@aether/schema';

/**
 * The input of a run from a message: its data part, else its text in the input that the agent reads words from.
 * @throws A2AError for parts that no agent here can read
 */
export function messageInput({ parts }: Message, spec: AgentSpec): Readonly<Record<string, unknown>> {
  const data: Record<string, unknown> = {};
  const texts: string[] = [];
  for (const { content } of parts) {
    if (content?.$case === 'text') texts.push(content.value);
    else if (content?.$case === 'data' && isRecord(content.value)) Object.assign(data, content.value);
    else throw new ContentTypeNotSupportedError('A message may hold text, and data that is an object.');
  }
  if (texts.length === 0 && parts.length > 0) return data;
  const name = isPromptKind(spec.kind) ? PROMPT_INPUT[spec.kind] : onlyTextInput(spec);
  const text = texts.join('\n');
  if (text.trim() === '') throw new RequestMalformedError('The message holds neither text nor data.');
  if (name === null) throw new RequestMalformedError('This agent takes several inputs: send them as one part of data.');
  return { ...data, [name]: text };
}

function onlyTextInput({ inputs }: AgentSpec): string | null {
  const properties = isRecord(inputs['properties']) ? Object.entries(inputs['properties']) : [];
  const texts = properties.filter(([, schema]) => isRecord(schema) && schema['type'] === 'string');
  return texts.length === 1 ? (texts[0]?.[0] ?? null) : null;
}
