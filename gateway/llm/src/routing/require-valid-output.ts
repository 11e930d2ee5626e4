import { noPatterns } from '@aether/common/security';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { OutputInvalidError, type ProviderFacts } from '../provider-errors.ts';
import type { ChatCompletion } from '../wire/chat-completion.ts';
import type { ChatRequest } from '../wire/chat-request.ts';

/**
 * Checks an answer in one piece against the schema that was asked for, whatever way it came: no vendor's promise counts. A
 * refusal, or an answer that was cut, says so by itself.
 * @throws OutputInvalidError, which the router answers by asking once more
 */
export function requireValidOutput(request: ChatRequest, completion: ChatCompletion, facts: ProviderFacts): void {
  const format = request.response_format;
  if (format?.type !== 'json_schema') return;
  for (const { message, finish_reason: reason } of completion.choices) {
    if (message.refusal || reason !== 'stop' || (message.tool_calls?.length ?? 0) > 0) continue;
    const problem = problemIn(message.content ?? '', format.json_schema.schema);
    if (problem !== null) throw new OutputInvalidError(facts, problem);
  }
}

function problemIn(text: string, schema: object): string | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'it is no JSON';
  }
  // A new instance for each: schemas of callers may have equal `$id`s, and an instance never forgets one.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, code: { regExp: noPatterns } });
  const validate = ajv.compile(schema);
  if (validate(value)) return null;
  const [error] = validate.errors ?? [];
  return `${error?.instancePath || '/'} ${error?.message ?? 'is wrong'}`;
}
