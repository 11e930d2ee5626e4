import { PlatformError } from '@aether/common/service';
import type { ToolEffect } from '@aether/runtime';
import type { EffectName } from '@aether/test-support';
import { EFFECTS } from '@aether/test-support';
import type { ExecuteAgent } from '../../src/worker/worker-parts.ts';

/** What a run does, one letter a step: a model call, or a tool by its effect class. `2` is two reads side by side. */
export const STEPS = { M: 'model', R: 'read', P: 'put', C: 'charge', O: 'pay', 2: 'two reads' } as const;

export type StepLetter = keyof typeof STEPS;

export interface Outside {
  /** The provider answers, and books it. */
  model(executionId: string, signal: AbortSignal): Promise<void>;
  call(tool: EffectName, call: { executionId: string; key: string; signal: AbortSignal }): Promise<string>;
}

/** The loop of a run whose question is its plan, such as `MCO`. What it does not know it does not repeat: the policy FAIL. */
export function scriptedRun(outside: Outside): ExecuteAgent {
  return async (journal) => {
    const { executionId, input } = journal.run;
    const results: string[] = [];

    const call = async (key: string, tool: EffectName): Promise<string> => {
      const effect: ToolEffect = EFFECTS[tool];
      if (effect === 'ONCE' && journal.openAttempts(key) > 0)
        throw new PlatformError('TOOL_OUTCOME_UNKNOWN', `"${tool}" was called and may have had its effect.`);
      return journal.step(
        { key, type: 'TOOL_EXECUTION', name: tool, input: key, call: { toolId: null, tool, effect, arguments: {} } },
        async ({ idempotencyKey, signal }) => {
          const output = await outside.call(tool, { executionId, key: idempotencyKey, signal });
          return { output, details: {}, usage: null };
        },
      );
    };
    const ask = (key: string): Promise<string> =>
      journal.step({ key, type: 'LLM_INVOCATION', name: 'Answer', input: key }, async ({ signal }) => {
        await outside.model(executionId, signal);
        const usage = {
          promptTokens: 1,
          completionTokens: 1,
          cachedTokens: 0,
          cost: 5,
          unpriced: false,
          modelId: null,
        };
        return { output: 'words', details: {}, usage };
      });

    for (const [index, letter] of [...String(input['question'])].entries()) {
      const what = STEPS[letter as StepLetter];
      const key = `${what}/${index}`;
      if (what === 'two reads')
        results.push(...(await Promise.all([call(`${key}/0`, 'read'), call(`${key}/1`, 'read')])));
      else results.push(await (what === 'model' ? ask(key) : call(key, what)));
    }
    return { output: { results }, text: '', citations: [] };
  };
}
