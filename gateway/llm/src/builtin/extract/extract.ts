import type { ChatRequest, ChatTool } from '../../wire/chat-request.ts';
import { answerQuestion } from './answer-question.ts';
import { answerWithSchema } from './answer-with-schema.ts';
import { centralSentences } from './central-sentences.ts';
import { chooseTool, type ToolChoice } from './choose-tool.ts';
import { type Conversation, readConversation } from './conversation.ts';
import { PHRASES } from './phrases.ts';
import { readQuestion } from './question.ts';
import type { Embed } from './rank-sentences.ts';

export type ExtractAnswer =
  | { readonly kind: 'text'; readonly text: string }
  /** A document could not be filled; OpenAI's `refusal`. */
  | { readonly kind: 'refusal'; readonly text: string }
  | { readonly kind: 'tool-call'; readonly name: string; readonly arguments: Readonly<Record<string, unknown>> };

type Quotes = readonly { readonly text: string; readonly number: number }[];

const SMALL_TALK =
  /^(?:(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks|thank you|bye|ok|okay)\b[\s\p{P}]*)+(?:there|all|everyone|very much|a lot)?[\s\p{P}]*$|\b(?:who|what) are you\b|\bwhat can you do\b|\bhow do you work\b|^help[\s\p{P}]*$/iu;
const SUMMARY =
  /\b(?:summar(?:y|i[sz]e)|overview|key points|main points|tl;?dr|what (?:is|are) (?:this|these|the) (?:document|text|notebook|passage)s? about)\b/i;
/** The encoder's time grows with the square of a text; a longer sentence is compared by its beginning. */
const COMPARED_CHARACTERS = 1000;
/** What is asked stands at the beginning or at the end; what lies between in a long message is material. */
const OUTLINE_CHARACTERS = 2000;
const SMALL_TALK_CHARACTERS = 200;
const MAXIMUM_RESULT_CHARACTERS = 4000;

/** `builtin/extract`: the same prompt gets the same answer, and nothing in it is made up. */
export async function extract(request: ChatRequest, encode: Embed): Promise<ExtractAnswer> {
  const embed: Embed = (texts) => encode(texts.map((text) => text.slice(0, COMPARED_CHARACTERS)));
  const conversation = readConversation(request);
  if (conversation.toolResults.length === 0) {
    const choice = await toolChoice(request, conversation, embed);
    if (choice.kind === 'call') return { kind: 'tool-call', name: choice.name, arguments: choice.arguments };
    if (isForced(request))
      return {
        kind: 'text',
        text: choice.kind === 'incomplete' ? PHRASES.missingArguments(choice.name, choice.missing) : PHRASES.noTool,
      };
    if (wantsJson(request)) return fillDocument(request, conversation, embed);
    return { kind: 'text', text: await answerInWords(conversation, choice, embed) };
  }
  if (wantsJson(request)) return fillDocument(request, conversation, embed);
  return {
    kind: 'text',
    text: conversation.toolResults
      .map(({ name, text }) => PHRASES.toolResult(name, text.slice(0, MAXIMUM_RESULT_CHARACTERS).trim()))
      .join('\n\n'),
  };
}

async function answerInWords(conversation: Conversation, choice: ToolChoice, embed: Embed): Promise<string> {
  if (conversation.request.length <= SMALL_TALK_CHARACTERS && SMALL_TALK.test(conversation.request))
    return PHRASES.introduction;
  const quotes = await quotesFor(conversation, embed);
  if (quotes.length > 0) return quotes.map(({ text, number }) => `${text} [${number}]`).join(' ');
  if (choice.kind === 'incomplete') return PHRASES.missingArguments(choice.name, choice.missing);
  return conversation.passages.length === 0 ? PHRASES.noPassages : PHRASES.silent;
}

async function fillDocument(request: ChatRequest, conversation: Conversation, embed: Embed): Promise<ExtractAnswer> {
  const quotes = await quotesFor(conversation, embed);
  const texts = [
    conversation.request,
    ...conversation.toolResults.map(({ text }) => text),
    ...conversation.passages.map(({ text }) => text),
  ];
  const format = request.response_format;
  const answer = answerWithSchema(format?.type === 'json_schema' ? format.json_schema.schema : null, {
    text: texts.join('\n\n'),
    question: conversation.request,
    answer: quotes.length === 0 ? null : quotes.map(({ text }) => text).join(' '),
    citations: [...new Set(quotes.map(({ number }) => number))],
  });
  return answer.kind === 'filled'
    ? { kind: 'text', text: answer.json }
    : { kind: 'refusal', text: PHRASES.missingFields(answer.missing) };
}

async function quotesFor(conversation: Conversation, embed: Embed): Promise<Quotes> {
  if (conversation.passages.length === 0) return [];
  if (SUMMARY.test(conversation.request)) return centralSentences(conversation.passages, embed);
  const answer = await answerQuestion(
    readQuestion(outline(conversation.request), conversation.previous === null ? null : outline(conversation.previous)),
    conversation.passages,
    embed,
  );
  return answer?.sentences ?? [];
}

async function toolChoice(request: ChatRequest, { request: asked }: Conversation, embed: Embed): Promise<ToolChoice> {
  const tools = offeredTools(request);
  return tools.length === 0 || asked === ''
    ? { kind: 'none' }
    : chooseTool(outline(asked), tools, isForced(request), embed);
}

function offeredTools({ tools, tool_choice: choice }: ChatRequest): readonly ChatTool[] {
  if (tools === undefined || choice === 'none') return [];
  return typeof choice === 'object' ? tools.filter(({ function: { name } }) => name === choice.function.name) : tools;
}

function isForced({ tool_choice: choice }: ChatRequest): boolean {
  return choice === 'required' || typeof choice === 'object';
}

function wantsJson({ response_format: format }: ChatRequest): boolean {
  return format !== undefined && format.type !== 'text';
}

function outline(text: string): string {
  return text.length <= 2 * OUTLINE_CHARACTERS
    ? text
    : `${text.slice(0, OUTLINE_CHARACTERS)}\n${text.slice(-OUTLINE_CHARACTERS)}`;
}
