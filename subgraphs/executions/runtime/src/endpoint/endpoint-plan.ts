import { ExpressionLanguage } from '@aether/common/expressions';
import { ENDPOINT_LANGUAGE, type JsonObject, type JsonValue } from '@aether/schema';
import { evaluateExpression } from '../flow/evaluate-expression.ts';
import type { StepHandle, StepUsage } from '../journal.ts';
import type { CommandRunner } from '../outside/command-runner.ts';
import type { ToolEffect } from '../tool.ts';

const language = new ExpressionLanguage(ENDPOINT_LANGUAGE);

export interface EndpointScope {
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Once the address has answered. */
  readonly response?: JsonValue;
}

/** What an address answered. */
export interface EndpointAnswer {
  /** What the mapping of the answer sees. */
  readonly response: JsonValue;
  /** The output without a mapping. */
  readonly output: JsonValue;
  readonly details: JsonObject;
  readonly usage: StepUsage | null;
  /** Id of what the request has begun there and is followed in a step of its own; then this is no answer yet. */
  readonly openTask?: string;
}

/** How a request goes out. */
export interface EndpointWays {
  readonly fetchOf: typeof fetch;
  readonly commands: CommandRunner;
}

/** One request that is ready to go out. */
export interface EndpointPlan {
  /** Host of the address, or the program. */
  readonly target: string;
  readonly effect: ToolEffect;
  /** Exactly what is sent, without the credential. */
  readonly arguments: JsonObject;
  /** Text that grows is told to the step. */
  send(ways: EndpointWays, step: StepHandle): Promise<EndpointAnswer>;
  /** What came of an open task. It only asks, so it may be done again, here or elsewhere. */
  follow?(ways: EndpointWays, step: StepHandle, taskId: string): Promise<EndpointAnswer>;
}

/** The value of an expression of an endpoint. @throws ExpressionFailedError */
export function evaluateFor({ inputs, response }: EndpointScope, text: string): JsonValue {
  return evaluateExpression(language, response === undefined ? { inputs } : { inputs, response }, text, 'endpoint');
}
