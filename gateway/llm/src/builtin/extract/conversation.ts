import { type ChatMessage, type ChatRequest, messageText } from '../../wire/chat-request.ts';
import { type Passage, takePassages } from './passages.ts';

/** What this model reads of a prompt. */
export interface Conversation {
  /** The last thing that the user said. */
  readonly request: string;
  /** The user's turn before; null = none. */
  readonly previous: string | null;
  readonly passages: readonly Passage[];
  /** Answers of tools since the last user turn. */
  readonly toolResults: readonly { readonly name: string; readonly text: string }[];
}

export function readConversation({ messages }: ChatRequest): Conversation {
  const read = messages.map((message) => ({
    message,
    ...(message.role === 'tool' || message.role === 'assistant'
      ? { passages: [], rest: messageText(message) }
      : takePassages(withoutLongGaps(messageText(message)))),
  }));
  const turns = read.filter(({ message, rest }) => message.role === 'user' && rest !== '');
  const last = turns.at(-1);
  const after = last === undefined ? [] : read.slice(read.indexOf(last) + 1);
  // A number belongs to the passage that the system gave; among users' messages the newest wins. What somebody types
  // cannot take the place of a passage of the system.
  const sources = [
    ...read.filter(({ message }) => message.role !== 'user'),
    ...read.filter(({ message }) => message.role === 'user').toReversed(),
  ];
  const passages = new Map<number, Passage>();
  for (const passage of sources.flatMap((source) => source.passages))
    if (!passages.has(passage.number)) passages.set(passage.number, passage);
  return {
    request: last?.rest ?? '',
    previous: turns.at(-2)?.rest ?? null,
    passages: [...passages.values()].toSorted((left, right) => left.number - right.number),
    toolResults: after
      .filter(({ message }) => message.role === 'tool')
      .map(({ message, rest }) => ({ name: toolName(message, messages), text: withoutQuote(rest) })),
  };
}

/** White space counts as no token, so a prompt may have any amount of it; patterns must not have to. */
function withoutLongGaps(text: string): string {
  return text.replaceAll(/\s{3,}/g, (gap) => (gap.includes('\n') ? '\n\n' : ' '));
}

/** The loop quotes results as `<tool-result>`, so that models do not take them for instructions. */
function withoutQuote(text: string): string {
  return /^<tool-result(?: error="true")?>\n([\s\S]*)\n<\/tool-result>$/.exec(text)?.[1] ?? text;
}

function toolName(result: ChatMessage, messages: readonly ChatMessage[]): string {
  const call = messages.flatMap((message) => message.tool_calls ?? []).find(({ id }) => id === result.tool_call_id);
  return call?.function.name ?? result.name ?? 'tool';
}
