import { ValidationError } from '@aether/common/service';
import { isRecord } from '@aether/schema';
import { type ChatMessage, messageText } from '../../wire/chat-request.ts';
import { isDeeperThan, MAXIMUM_LEVELS } from '../../wire/is-deeper-than.ts';

export type Block = Readonly<Record<string, unknown>> & { readonly type: string };

export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: readonly Block[];
}

const DATA_URL = /^data:([\w.+-]+\/[\w.+-]+);base64,(.+)$/s;

const textBlock = (text: string): readonly Block[] => (text === '' ? [] : [{ type: 'text', text }]);

/**
 * A conversation as the Messages API takes it: turns of user and assistant by turns, results of tools first in the
 * user's. System and developer messages are not among them (`systemBlocks`).
 * @throws ValidationError for a part that this vendor cannot read
 */
export function turnsOf(messages: readonly ChatMessage[]): readonly Turn[] {
  const turns: Turn[] = [];
  for (const [index, message] of messages.entries()) {
    if (message.role === 'system' || message.role === 'developer') continue;
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const content = message.role === 'assistant' ? assistantBlocks(message, index) : userBlocks(message, index);
    if (content.length === 0) continue;
    const last = turns.at(-1);
    if (last?.role === role) turns[turns.length - 1] = { role, content: [...last.content, ...content] };
    else turns.push({ role, content });
  }
  return turns;
}

/** Instructions from anywhere in the conversation: this vendor has one place for them, before the first turn. */
export function systemBlocks(messages: readonly ChatMessage[]): readonly Block[] {
  return messages
    .filter(({ role }) => role === 'system' || role === 'developer')
    .flatMap((message) => textBlock(messageText(message)));
}

function assistantBlocks(message: ChatMessage, index: number): readonly Block[] {
  // Signed thinking has to come back unchanged before the tool call that it led to.
  const thinking = Array.isArray(message['thinking_blocks']) ? message['thinking_blocks'].filter(isBlock) : [];
  const calls = (message.tool_calls ?? []).map(({ id, function: call }, position) => ({
    type: 'tool_use',
    id,
    name: call.name,
    input: argumentsOf(call.arguments, ['messages', String(index), 'tool_calls', String(position)]),
  }));
  return [...thinking, ...textBlock(messageText(message)), ...calls];
}

function userBlocks(message: ChatMessage, index: number): readonly Block[] {
  if (message.role === 'tool' || message.role === 'function') {
    if (message.tool_call_id === undefined)
      throw new ValidationError(['messages', String(index), 'tool_call_id'], 'the id of the tool call', 'nothing');
    return [{ type: 'tool_result', tool_use_id: message.tool_call_id, content: messageText(message) }];
  }
  if (!Array.isArray(message.content)) return textBlock(message.content ?? '');
  return message.content.flatMap((part, position) =>
    partBlocks(part, ['messages', String(index), 'content', String(position)]),
  );
}

function partBlocks(part: Readonly<Record<string, unknown>>, path: readonly string[]): readonly Block[] {
  if (part['type'] === 'text') return textBlock(typeof part['text'] === 'string' ? part['text'] : '');
  if (part['type'] === 'image_url' && isRecord(part['image_url']) && typeof part['image_url']['url'] === 'string') {
    const { url } = part['image_url'];
    const [, media, data] = DATA_URL.exec(url) ?? [];
    const source = media === undefined ? { type: 'url', url } : { type: 'base64', media_type: media, data };
    return [{ type: 'image', source }];
  }
  if (part['type'] === 'file' && isRecord(part['file']) && typeof part['file']['file_data'] === 'string') {
    const [, media, data] = DATA_URL.exec(part['file']['file_data']) ?? [];
    if (media === 'application/pdf') return [{ type: 'document', source: { type: 'base64', media_type: media, data } }];
  }
  throw new ValidationError([...path], 'text, an image or a PDF, which this provider reads', String(part['type']));
}

function argumentsOf(text: string, path: readonly string[]): unknown {
  try {
    const value: unknown = JSON.parse(text === '' ? '{}' : text);
    if (isRecord(value) && !isDeeperThan(value, MAXIMUM_LEVELS)) return value;
  } catch {
    // Told below.
  }
  throw new ValidationError(
    [...path, 'function', 'arguments'],
    `a JSON object of at most ${MAXIMUM_LEVELS} levels`,
    'other text',
  );
}

const isBlock = (value: unknown): value is Block => isRecord(value) && typeof value['type'] === 'string';
