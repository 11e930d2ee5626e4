import { type AgentSpec, isRecord, type JsonObject, toolNameOf } from '@aether/schema';
import type { PinnedTool, ToolEffect } from '../tool.ts';
import { argumentProblems } from './argument-problems.ts';
import type { ModelToolCall } from './call-model.ts';
import { effectOf, type ToolSituation, type ToolVerdict, verdictOn } from './tool-policy.ts';

/** A call of the model that may go out. */
export interface PlannedCall {
  readonly key: string;
  readonly tool: PinnedTool;
  readonly effect: ToolEffect;
  readonly arguments: JsonObject;
  readonly verdict: ToolVerdict;
  /** What the model had seen when it made the call. */
  readonly situation: ToolSituation;
}

/** A call that nothing can be done with; the model is told why. */
export interface WrongCall {
  readonly key: string;
  readonly name: string;
  readonly tool: PinnedTool | null;
  readonly arguments: JsonObject;
  readonly problem: string;
}

export interface OfferedTool {
  readonly tool: PinnedTool;
  readonly specTool: AgentSpec['tools'][string];
}

/** Tools that the model is shown, by the name it sees, in order of their names so that prompt caches hit. */
export function offeredTools(spec: AgentSpec, pinned: readonly PinnedTool[]): ReadonlyMap<string, OfferedTool> {
  const bySlug = new Map(pinned.map((tool) => [tool.slug, tool]));
  const offered = Object.values(spec.tools).flatMap((specTool) => {
    const tool = bySlug.get(specTool.tool);
    return tool === undefined || tool.problem !== null ? [] : [[toolNameOf(tool.slug), { tool, specTool }] as const];
  });
  return new Map(offered.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/** Finds the tool, reads and checks the arguments, and asks the policy. */
export function planToolCall(
  call: ModelToolCall,
  place: { readonly turn: number; readonly index: number },
  offered: ReadonlyMap<string, OfferedTool>,
  guards: AgentSpec['guards'],
  situation: ToolSituation,
): PlannedCall | WrongCall {
  const found = offered.get(call.name);
  const key = `model/${place.turn}/tool:${found?.tool.slug ?? call.name.slice(0, 128)}/${place.index}`;
  const wrong = { key, name: call.name, tool: found?.tool ?? null };
  if (found === undefined) {
    const names = [...offered.keys()].join(', ');
    return { ...wrong, arguments: {}, problem: `There is no tool "${call.name}". There are: ${names || 'none'}.` };
  }
  const given = readArguments(call.arguments);
  if (given === null) return { ...wrong, arguments: {}, problem: 'The arguments are not a JSON object.' };
  const problems = argumentProblems(found.tool, given);
  if (problems.length > 0)
    return { ...wrong, arguments: given, problem: `The arguments do not fit the schema: ${problems.join('; ')}.` };
  const { tool, specTool } = found;
  const verdict = verdictOn(tool, specTool, guards, situation);
  if (verdict === 'REFUSE')
    return {
      ...wrong,
      arguments: given,
      problem: 'This agent may not change anything while text from documents or tools is part of the conversation.',
    };
  return { key, tool, effect: effectOf(tool, specTool), arguments: given, verdict, situation };
}

/** Models send an empty text for "no arguments". */
function readArguments(text: string): JsonObject | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? (value as JsonObject) : null;
  } catch {
    return null;
  }
}
