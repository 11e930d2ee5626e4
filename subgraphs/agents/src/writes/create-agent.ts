import {
  type DomainEvent,
  type TenantTransaction,
  claimIdempotencyKey,
  hashInput,
  isConstraintViolation,
} from '@aether/common/graph';
import { NotFoundError, ValidationError, checkedText } from '@aether/common/service';
import { type JsonObject, isRecord } from '@aether/schema';
import { type AgentKind, type AgentRecord, actorOf, audienceOf } from '../agent/agent.ts';
import { freeSlug, isSlug, slugOf } from '../agent/agent-slug.ts';
import { type AgentsContext, causeOf } from '../context.ts';
import { insertAgent, takenSlugs } from '../db/create-agent.ts';
import { emptySpec } from '../agent/empty-spec.ts';
import { SlugTakenError } from '../errors.ts';
import { events } from '../events/events.ts';
import { excessOf } from '../agent/json-limits.ts';
import { loadAgent, loadVisibleVersion } from '../loaders.ts';
import { namedKind, namedType } from '../agent/named-kind.ts';
import { findTemplate } from '../agent/templates.ts';

export interface CreateRequest {
  readonly name: string;
  readonly slug: string | null;
  readonly description: string | null;
  readonly kind: AgentKind | null;
  readonly spec: unknown;
  readonly templateId: string | null;
  readonly versionId: string | null;
  readonly idempotencyKey: string;
}

/** What a new agent begins with. */
export interface AgentSource {
  readonly spec: JsonObject;
  readonly layout: JsonObject;
  readonly useCase: string | null;
  readonly description: string;
  readonly clonedFromId: string | null;
}

/** A slug that was free may be taken between the look and the write; a few new looks settle it. */
const ATTEMPTS = 5;

/** An agent that is about to be made, whatever it is made from. */
export interface NewAgent {
  readonly name: string;
  /** Null = made from the name. */
  readonly slug: string | null;
  /** Null = that of the source. */
  readonly description: string | null;
  readonly source: AgentSource;
  readonly idempotency: { readonly operation: string; readonly key: string; readonly inputHash: string };
  /** What else belongs into the same transaction; its events are told with the creation. */
  readonly also?: (transaction: TenantTransaction, agent: AgentRecord) => Promise<readonly DomainEvent[]>;
}

/** @throws ValidationError | SlugTakenError | NotFoundError for what the caller can mend */
export async function createAgent(context: AgentsContext, request: CreateRequest): Promise<AgentRecord> {
  const name = checkedText('name', request.name, { minimum: 1, maximum: 120 });
  const description =
    request.description === null
      ? null
      : checkedText('description', request.description, { minimum: 0, maximum: 2_000 });
  if (request.slug !== null && !isSlug(request.slug))
    throw new ValidationError(
      ['slug'],
      'up to 63 lower case letters, digits and hyphens',
      JSON.stringify(request.slug),
    );
  const source = await sourceOf(context, request);
  const inputHash = hashInput({ ...request, name, description });
  const idempotency = { operation: 'createAgent', key: request.idempotencyKey, inputHash };
  return insertNewAgent(context, { name, slug: request.slug, description, source, idempotency });
}

/** Makes a private agent of the viewer. Sent twice with the same key, it is made once. */
export async function insertNewAgent(context: AgentsContext, agent: NewAgent): Promise<AgentRecord> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write(context, agent);
    } catch (error) {
      if (!isConstraintViolation(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function write(context: AgentsContext, wanted: NewAgent): Promise<AgentRecord> {
  const { database, outbox, clock, ids } = context.parts;
  const { source } = wanted;
  const cause = causeOf(context);
  const { viewer } = cause;
  const now = clock.now();
  const id = ids('agt');
  const claim = { ...wanted.idempotency, actor: actorOf(viewer), resultId: id, nowMs: now.getTime() };
  const made = await database.tenant(viewer.tenantId).transaction(async (transaction) => {
    const first = await claimIdempotencyKey(transaction, claim);
    if (first !== null) return first;
    const ownerId = actorOf(viewer);
    const agent: AgentRecord = {
      id,
      slug: await chooseSlug(transaction, wanted),
      name: wanted.name,
      description: wanted.description ?? source.description,
      useCase: source.useCase,
      tags: [],
      type: namedType(source.spec) ?? 'BUILT_IN',
      kind: namedKind(source.spec),
      status: 'DRAFT',
      visibility: 'PRIVATE',
      audience: audienceOf('PRIVATE', ownerId, viewer) ?? [ownerId],
      ownerId,
      collaborators: [],
      publishedVersionId: null,
      versionCount: 0,
      lastSeq: 0,
      createdAt: now.toISOString(),
      updatedAt: now.toISOString(),
    };
    const document = { spec: source.spec, layout: source.layout, pins: {} };
    const inserted = await insertAgent(transaction, agent, { document, clonedFromId: source.clonedFromId });
    const more = (await wanted.also?.(transaction, inserted)) ?? [];
    await outbox.append(transaction, [events.agentCreated(cause, inserted), ...more]);
    return inserted;
  });
  if (typeof made !== 'string') {
    outbox.ring();
    return made;
  }
  const earlier = await loadAgent(context, made);
  if (earlier === null) throw new NotFoundError('agent', made);
  return earlier;
}

async function chooseSlug(transaction: TenantTransaction, { name, slug }: NewAgent): Promise<string> {
  const wanted = slug ?? slugOf(name);
  const taken = await takenSlugs(transaction, slug ?? wanted.slice(0, 56));
  if (slug !== null && taken.has(wanted)) throw new SlugTakenError('agent', wanted);
  return freeSlug(wanted, taken);
}

async function sourceOf(context: AgentsContext, request: CreateRequest): Promise<AgentSource> {
  const { spec, templateId, versionId, kind } = request;
  const given = [spec, templateId, versionId].filter((value) => value !== null && value !== undefined);
  if (given.length > 1)
    throw new ValidationError(['spec'], 'at most one of spec, templateId and versionId', `${given.length} of them`);
  const none = { layout: {}, useCase: null, description: '', clonedFromId: null };
  if (templateId !== null) {
    const template = findTemplate(templateId);
    if (template === null) throw new NotFoundError('template', templateId);
    return { ...none, spec: { ...template.spec }, useCase: template.useCase, description: template.description };
  }
  if (versionId !== null) {
    const version = await loadVisibleVersion(context, versionId);
    if (version === null) throw new NotFoundError('version', versionId);
    return { ...none, spec: version.spec, layout: version.layout, clonedFromId: version.id };
  }
  if (spec === null || spec === undefined) return { ...none, spec: emptySpec(kind ?? 'QA') };
  if (!isJsonObject(spec))
    throw new ValidationError(['spec'], 'a JSON object', Array.isArray(spec) ? 'a list' : typeof spec);
  const excess = excessOf(spec);
  if (excess !== null) throw new ValidationError(['spec'], excess, 'more', 'Keep large texts in a notebook.');
  return { ...none, spec };
}

/** What arrives as a JSON scalar is JSON; only its outermost form is in question. */
function isJsonObject(value: unknown): value is JsonObject {
  return isRecord(value);
}
