import type { IdSource, JsonObject } from '@aether/schema';
import {
  isTasKind,
  isToolEffect,
  type ToolDefinition,
  type ToolEffect,
  type ToolRecord,
  type ToolServerRecord,
} from './tool-catalog.ts';
import { knownEffect } from './tool-server-offers.ts';

export interface ToolReportChanges {
  /** As they are to be saved: new ones, changed ones, and known ones that are listed no more or again. */
  readonly saved: readonly ToolRecord[];
  /** Approved ones whose definition is another one now, so that they cannot be called until somebody looks at them. */
  readonly disabled: readonly ToolRecord[];
}

/**
 * What a list of tools, as a server offers them now, changes in the catalog.
 * @param isPartial it is what one person is offered: the others' catalog does not follow it, and it only adds what is unknown
 */
export function toolReportChanges(
  server: ToolServerRecord,
  known: readonly ToolRecord[],
  reported: readonly ToolDefinition[],
  { ids, isPartial }: { readonly ids: IdSource; readonly isPartial: boolean },
): ToolReportChanges {
  const byName = new Map(known.map((tool) => [tool.name, tool]));
  const listed = new Map(reported.map((definition) => [definition.name, definition]));
  const saved = [...listed.values()].flatMap((definition) => {
    const before = byName.get(definition.name);
    if (before === undefined) return [newTool(server, definition, ids('tol'))];
    if (isPartial) return [];
    if (before.listed && before.definitionHash === definition.definitionHash && hasEqualFindings(before, definition))
      return [];
    return [{ ...before, ...definition, effect: stricterEffect(server, before, definition), listed: true }];
  });
  // Agents name tools by slug: one that vanished stays, and its approval counts again when it comes back unchanged.
  const vanished = isPartial ? [] : known.filter((tool) => tool.listed && !listed.has(tool.name));
  const disabled = saved.filter((tool) => {
    const before = byName.get(tool.name);
    return before?.approvedHash === before?.definitionHash && tool.approvedHash !== tool.definitionHash;
  });
  return {
    saved: [...saved, ...vanished.map((tool) => ({ ...tool, listed: false }))],
    disabled: disabled.filter((tool) => tool.approvedHash !== null),
  };
}

/** The gateway may have learned a rule since. */
function hasEqualFindings(before: ToolDefinition, now: ToolDefinition): boolean {
  return JSON.stringify(before.findings) === JSON.stringify(now.findings);
}

function newTool(server: ToolServerRecord, definition: ToolDefinition, id: string): ToolRecord {
  return {
    ...definition,
    id,
    slug: `${server.slug}/${definition.name}`,
    serverId: server.id,
    effect: proposedEffect(server, definition.annotations) ?? knownEffect(server.offerSlug, definition.name) ?? 'ONCE',
    approval: 'ON_WRITE',
    approvedHash: null,
    listed: true,
    serverEnabled: server.enabled,
  };
}

/** From the one that may be called again at will to the one that may not. */
const STRICTNESS: readonly ToolEffect[] = ['READ', 'IDEMPOTENT', 'KEYED', 'ONCE'];

/** What a person decided stays, unless the definition says that it does more than the one before. */
function stricterEffect(server: ToolServerRecord, before: ToolRecord, definition: ToolDefinition): ToolEffect {
  const proposed = proposedEffect(server, definition.annotations) ?? 'ONCE';
  const isStricter = (than: ToolEffect) => STRICTNESS.indexOf(proposed) > STRICTNESS.indexOf(than);
  return isStricter(before.effect) && isStricter(proposedEffect(server, before.annotations) ?? 'ONCE')
    ? proposed
    : before.effect;
}

/** What the form of approval begins with; null = the server gives no hint, and it never runs again unasked. */
function proposedEffect({ kind }: ToolServerRecord, annotations: JsonObject | null): ToolEffect | null {
  const effect = annotations?.['effect'];
  // Whoever carries no key cannot keep what KEYED says.
  if (effect === 'KEYED' && isTasKind(kind)) return 'ONCE';
  if (isToolEffect(effect)) return effect;
  if (annotations?.['readOnlyHint'] === true) return 'READ';
  if (annotations?.['idempotentHint'] === true) return 'IDEMPOTENT';
  return annotations?.['readOnlyHint'] === false || annotations?.['destructiveHint'] === true ? 'ONCE' : null;
}
