import type { OpenAI } from 'openai';
import { ToolArgumentsInvalidError } from '../errors.ts';
import type { Journal } from '../journal.ts';
import type { RuntimeParts } from '../runtime-parts.ts';
import type { BuiltMessages } from './build-messages.ts';
import { callModel, type ModelAnswer, type ModelRequest } from './call-model.ts';
import type { OfferedTool } from './plan-tool-call.ts';
import { runTools } from './run-tools.ts';
import type { ToolSituation } from './tool-policy.ts';

/** Turns in a row in which a model calls nothing rightly; then it will not learn it. */
const MAXIMUM_WRONG_TURNS = 3;
/** Characters of all results together; beyond it the oldest are left out, since the newest are what the next answer is about. */
const RESULTS_CHARACTERS = 60_000;
const LEFT_OUT = '<tool-result>\n[left out: the conversation has become too long]\n</tool-result>';

type Message = OpenAI.Chat.Completions.ChatCompletionMessageParam;

/**
 * Asks the model, runs the tools that it calls and shows it their results, until it answers without a call. The number of steps is
 * limited by the journal.
 * @param before what the question may hold already
 * @throws ToolArgumentsInvalidError when it calls wrongly again and again
 */
export async function converse(
  journal: Journal,
  parts: RuntimeParts,
  built: BuiltMessages,
  offered: ReadonlyMap<string, OfferedTool>,
  before: ToolSituation,
): Promise<{ readonly answer: ModelAnswer; readonly request: ModelRequest }> {
  const tools = [...offered].map(([name, { tool }]) => ({
    type: 'function' as const,
    function: { name, description: tool.description, parameters: { ...tool.inputSchema } },
  }));
  const { caller } = journal.run;
  const sawPrivate = before.sawPrivate || built.passages.length > 0 || caller?.sawPrivate === true;
  const sawDocuments = before.sawUntrusted || built.passages.length > 0 || caller?.sawUntrusted === true;
  let messages: Message[] = built.messages;
  let wrongTurns = 0;
  for (let turn = 0; ; turn += 1) {
    const request = { messages, turn, tools };
    const answer = await callModel(journal, parts, request);
    if (answer.toolCalls.length === 0 || tools.length === 0) return { answer, request };
    const situation = { sawPrivate, sawUntrusted: sawDocuments || turn > 0 };
    const outcome = await runTools(journal, parts, { turn, calls: answer.toolCalls, offered, situation });
    wrongTurns = outcome.isAllWrong ? wrongTurns + 1 : 0;
    if (wrongTurns === MAXIMUM_WRONG_TURNS) throw new ToolArgumentsInvalidError(wrongTurns);
    messages = withinRoom([...messages, callsMessage(answer), ...outcome.messages]);
  }
}

function callsMessage({ text, toolCalls }: ModelAnswer): Message {
  return {
    role: 'assistant',
    content: text === '' ? null : text,
    tool_calls: toolCalls.map(({ id, name, arguments: args }) => ({
      id,
      type: 'function',
      function: { name, arguments: args },
    })),
  };
}

function withinRoom(messages: readonly Message[]): Message[] {
  let room = RESULTS_CHARACTERS;
  return messages
    .toReversed()
    .map((message) => {
      if (message.role !== 'tool') return message;
      room -= message.content.length;
      return room >= 0 ? message : { ...message, content: LEFT_OUT };
    })
    .toReversed();
}
