import type { EndpointOf, JsonValue } from '@aether/schema';
import { WrongValueError } from '../flow/errors.ts';
import { kindOf } from '../flow/nodes/kind-of.ts';
import { asText } from '../flow/node-scope.ts';
import { parseJson, textOfBytes } from '../outside/read-answer.ts';
import { readCsv } from '../outside/read-csv.ts';
import { readXml } from '../outside/read-xml.ts';
import { type EndpointPlan, type EndpointScope, evaluateFor } from './endpoint-plan.ts';

/** A program on the machine of the worker, where an administrator has allowed it. It has no credential. */
export function planCommand(endpoint: EndpointOf<'command'>, scope: EndpointScope): EndpointPlan {
  const { program, request, maximumBytes, timeoutMs } = endpoint;
  const given = endpoint.arguments.map((expression) => argumentOf(expression, evaluateFor(scope, expression)));
  const input = request === undefined ? '' : asText(evaluateFor(scope, request));
  return {
    target: program,
    effect: endpoint.effect ?? 'ONCE',
    arguments: { program, arguments: given, input },
    async send({ commands }, { signal }) {
      const use = { program, arguments: given, input, maximumBytes, timeoutMs, signal };
      const body = read(endpoint, textOfBytes(await commands.run(use), program));
      return { response: { body }, output: body, details: {}, usage: null };
    },
  };
}

function argumentOf(expression: string, value: JsonValue): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string' && !value.includes('\0')) return value;
  throw new WrongValueError(expression, 'a text, a number, true or false', kindOf(value));
}

function read({ answer, program }: EndpointOf<'command'>, text: string): JsonValue {
  switch (answer) {
    case 'TEXT':
      return text;
    case 'JSON':
      return parseJson(text, program);
    case 'CSV':
      return [...readCsv(text, { origin: program, delimiter: ',', header: true })];
    case 'XML':
      return readXml(text, program);
  }
}
