import type { IdSource, JsonObject } from '@aether/schema';
import type { ToolDefinition, ToolEffect, ToolRecord, ToolServerRecord } from './tool-catalog.ts';

export interface ToolReportChanges {
  /** As they are to be saved: new ones, changed ones, and known ones that are listed no more or again. */
  readonly saved: readonly ToolRecord[];
  /** Approved ones whose definition is another one now, so that they cannot be called until somebody looks at them. */
  readonly disabled: readonly ToolRecord[];
}

/** What a list of tools, as a server offers them now, changes in the catalog. */
export function toolReportChanges(
  server: ToolServerRecord,
  known: readonly ToolRecord[],
  reported: readonly ToolDefinition[],
  ids: IdSource,
): ToolReportChanges {
  const byName = new Map(known.map((tool) => [tool.name, tool]));
  const listed = new Map(reported.map((definition) => [definition.name, definition]));
  const saved = [...listed.values()].flatMap((definition) => {
    const before = byName.get(definition.name);
    if (before === undefined) return [newTool(server, definition, ids('tol'))];
    if (before.listed && before.definitionHash === definition.definitionHash) return [];
    return [{ ...before, ...definition, listed: true }];
  });
  // Agents name tools by slug: one that vanished stays, and its approval counts again when it comes back unchanged.
  const vanished = known.filter((tool) => tool.listed && !listed.has(tool.name));
  const disabled = saved.filter((tool) => {
    const before = byName.get(tool.name);
    return before?.approvedHash === before?.definitionHash && tool.approvedHash !== tool.definitionHash;
  });
  return {
    saved: [...saved, ...vanished.map((tool) => ({ ...tool, listed: false }))],
    disabled: disabled.filter((tool) => tool.approvedHash !== null),
  };
}

function newTool(server: ToolServerRecord, definition: ToolDefinition, id: string): ToolRecord {
  return {
    ...definition,
    id,
    slug: `${server.slug}/${definition.name}`,
    serverId: server.id,
    effect: proposedEffect(definition.annotations),
    approval: 'ON_WRITE',
    approvedHash: null,
    listed: true,
    serverEnabled: server.enabled,
  };
}

/** What the form of approval begins with. Without a hint: never run again unasked. */
function proposedEffect(annotations: JsonObject | null): ToolEffect {
  if (annotations?.['readOnlyHint'] === true) return 'READ';
  return annotations?.['idempotentHint'] === true ? 'IDEMPOTENT' : 'ONCE';
}
