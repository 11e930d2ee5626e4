import { hashInput } from '@aether/common/graph';
import { NotFoundError, type UserError, toUserError, checkedText } from '@aether/common/service';
import type { AgentRecord } from '../agent/agent.ts';
import { type Binding, boundSpec } from '../market/clone-plan.ts';
import { type AgentsContext, causeOf, lookUpCallOf } from '../context.ts';
import { countClone } from '../db/save-listing.ts';
import { RequirementNotMetError } from '../market/errors.ts';
import { events } from '../events/events.ts';
import { loadAgent } from '../loaders.ts';
import { requirementsOf } from '../market/requirements.ts';
import { insertNewAgent } from './create-agent.ts';
import { planClone } from './plan-clone.ts';

export interface CloneRequest {
  readonly listingId: string;
  /** Null = the name of the original. */
  readonly name: string | null;
  readonly bindings: readonly Binding[];
  readonly idempotencyKey: string;
}

export type CloneResult =
  | { readonly ok: true; readonly agent: AgentRecord }
  | { readonly ok: false; readonly problems: readonly UserError[] };

/**
 * A private agent of the viewer with a listed version as its draft. Every part that the viewer may not use has to be bound to another
 * one; what is left is refused, each with its reason.
 * @throws NotFoundError when the viewer sees no such listing; ValidationError for a binding that the preview did not offer
 */
export async function cloneListing(context: AgentsContext, request: CloneRequest): Promise<CloneResult> {
  const plan = await planClone(context, request.listingId);
  const original = plan === null ? null : await loadAgent(context, plan.listing.agentId);
  if (plan === null || original === null) throw new NotFoundError('listing', request.listingId);
  const { listing, version, items } = plan;
  const name = checkedText('name', request.name ?? original.name, { minimum: 1, maximum: 120 });
  const spec = boundSpec(plan.spec, items, request.bindings);
  const facts = await context.parts.validator.lookUpAll([spec], lookUpCallOf(context));
  const unmet = requirementsOf(spec, facts).filter(({ satisfied }) => !satisfied);
  if (unmet.length > 0)
    return { ok: false, problems: unmet.map((requirement) => toUserError(new RequirementNotMetError(requirement))) };

  const cause = causeOf(context);
  const agent = await insertNewAgent(context, {
    name,
    slug: null,
    description: null,
    source: {
      spec: { ...spec },
      layout: version.layout,
      useCase: original.useCase,
      description: original.description,
      clonedFromId: version.id,
    },
    idempotency: { operation: 'cloneAgent', key: request.idempotencyKey, inputHash: hashInput(request) },
    also: async (transaction, clone) => {
      await countClone(transaction, listing.id);
      return [events.listingCloned(cause, listing, clone.id)];
    },
  });
  return { ok: true, agent };
}
