import type { BlobStore } from '@aether/common/blobs';
import { type Viewer, viewerSchema } from '@aether/common/security';
import type { PinnedRun } from '@aether/runtime';
import { type AgentSpec, agentSpecSchema, isRecord } from '@aether/schema';
import type { PinnedTexts } from '../db/pinned-texts.ts';
import { parsePinnedTools } from '../tools/pinned-tools.ts';
import type { ExecutionRecord } from '../db/records.ts';
import { MAXIMUM_DEPTH } from '../agents/lineage-of.ts';
import { loadPayload } from '../payload.ts';

/** Specifications and viewers that were parsed before, by hash of their text. */
const MAXIMUM_PARSED = 500;
const specs = new Map<string, AgentSpec>();
const viewers = new Map<string, Viewer>();

function parsed<Value>(known: Map<string, Value>, hash: string, parse: () => Value): Value {
  const value = known.get(hash) ?? parse();
  if (!known.has(hash) && known.size >= MAXIMUM_PARSED) known.clear();
  known.set(hash, value);
  return value;
}

/** What a run is pinned to, from its record. */
export async function pinnedRun(execution: ExecutionRecord, pins: PinnedTexts, blobs: BlobStore): Promise<PinnedRun> {
  const { tenantId, specPin, runAsPin, toolsPin } = execution;
  const [inputText, specText, runAsText, toolsText] = await Promise.all([
    loadPayload(blobs, execution.input),
    pins.find(tenantId, specPin),
    pins.find(tenantId, runAsPin),
    toolsPin === null ? '[]' : pins.find(tenantId, toolsPin),
  ]);
  const input: unknown = JSON.parse(inputText);
  const spec = parsed(specs, specPin, () => agentSpecSchema.parse(JSON.parse(specText)));
  return {
    executionId: execution.id,
    tenantId,
    agentId: execution.agentId,
    versionId: execution.versionId,
    draftRevision: execution.draftRevision,
    spec,
    specHash: execution.versionHash,
    notebooks: execution.notebooks,
    tools: parsePinnedTools(toolsText),
    input: isRecord(input) ? input : {},
    conversationId: execution.conversationId,
    runAs: parsed(viewers, runAsPin, () => viewerSchema.parse(JSON.parse(runAsText))),
    ownsAgent: execution.ownsAgent,
    traceparent: execution.traceparent,
    budget: execution.budget,
    depth: execution.depth,
    depthLimit: execution.depthLimit ?? MAXIMUM_DEPTH,
    isInteractive: execution.isInteractive,
    caller: execution.caller,
    ...(execution.executor === 'ARGO' && spec.kind === 'WORKFLOW'
      ? { handedOut: new Set(execution.handedOut ?? []) }
      : {}),
  };
}
