import { JSONValue, Permission, requireViewer } from '@aether/common/service';
import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { InputValidator } from '../../accept/input-validator.ts';
import type { ExecutionsContext } from '../../context.ts';
import { loadPayload } from '../../payload.ts';
import { parseBody } from '../../triggers/arrival.ts';
import { readMapping } from '../../triggers/check-trigger.ts';
import { evaluateEvent, type MappingIssue } from '../../triggers/evaluate-event.ts';
import { MappingPreview } from '../../types/trigger-payloads.ts';
import { visibleDelivery } from '../load-trigger.ts';

const inputs = new InputValidator();

@Resolver()
export class PreviewMappingResolver {
  @Permission('trigger:read')
  @Query(() => MappingPreview, {
    nullable: true,
    description: 'What a mapping would make of something that has arrived. Nothing is written and nothing runs.',
  })
  async previewMapping(
    @Arg('triggerId', () => ID) triggerId: string,
    @Arg('deliveryId', () => ID) deliveryId: string,
    @Arg('mapping', () => JSONValue) mapping: unknown,
    @Ctx() context: ExecutionsContext,
    @Arg('filter', () => String, { nullable: true }) filter: string | null,
  ): Promise<MappingPreview | null> {
    const { parts, requestId, traceparent } = context;
    const found = await visibleDelivery(context, deliveryId);
    if (found === null || found.trigger.id !== triggerId) return null;
    const { delivery, trigger } = found;
    const { headers, body, receivedAt } = delivery;
    const read = readMapping(mapping);
    const issuesOfForm = read.problems.map(({ path, message }) => ({ field: path?.at(-1) ?? 'mapping', message }));
    if (issuesOfForm.length > 0) return refused('The mapping cannot be read.', issuesOfForm);
    let parsed: unknown;
    try {
      parsed = parseBody({ body: await loadPayload(parts.blobs, body), mimeType: body.mimeType });
    } catch {
      return refused('The body is no JSON.', []);
    }
    const expressions = { filter: filter?.trim() || null, mapping: read.mapping, deduplicationKey: null };
    const event = { headers, query: {}, body: parsed, receivedAt };
    const { filtered, input, issues } = evaluateEvent(expressions, event);
    if (filtered !== null) return refused(filtered, issues);
    if (input === null) return refused('No input came out.', issues);
    const { agentId, versionId } = trigger;
    const version = await parts.agentVersions.forRun(
      { id: versionId, agentId, slug: null, draftRevision: null },
      { viewer: requireViewer(context), requestId, traceparent },
    );
    const misfits = inputs
      .check(version, input)
      .problems.map(({ path, message }) => ({ field: path.slice(2).join('.') || 'input', message }));
    const reason = misfits.length === 0 ? null : 'The agent does not take this input.';
    return { wouldRun: misfits.length === 0, reason, input, issues: misfits };
  }
}

function refused(reason: string, issues: readonly MappingIssue[]): MappingPreview {
  return { wouldRun: false, reason, input: null, issues };
}
