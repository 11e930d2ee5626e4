import type { JsonObject } from '@aether/schema';
import { AgentKind, AgentType } from './agent.ts';

/** The kind that a specification names, valid or not; null = none that we know. */
export function namedKind(spec: JsonObject): AgentKind | null {
  return Object.values(AgentKind).find((kind) => kind === spec['kind']) ?? null;
}

export function namedType(spec: JsonObject): AgentType | null {
  return Object.values(AgentType).find((type) => type === spec['type']) ?? null;
}
