import { type Database, type TenantTransaction, tenantStatement } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import type { PageRequest } from '@aether/common/service';
import { actorOf, sightOf } from '../agent/agent.ts';
import type {
  CollaborationRequestRecord,
  CollaborationRequestStatus,
  RequestDirection,
} from '../market/collaboration.ts';
import { requestRow } from './listing-rows.ts';
import { VISIBLE } from './visible.ts';

const PENDING = tenantStatement(
  'agents.pending-collaboration-request',
  `MATCH (request:CollaborationRequest {tenantId: $tenantId, agentId: $agentId})
   WHERE request.requesterId = $requesterId AND request.status = 'PENDING'
   RETURN request {.*} AS request`,
);
const CREATE = tenantStatement(
  'agents.create-collaboration-request',
  `CREATE (request:CollaborationRequest {tenantId: $tenantId}) SET request += $request RETURN request {.*} AS request`,
);
const ANSWER = tenantStatement(
  'agents.answer-collaboration-request',
  `MATCH (request:CollaborationRequest {tenantId: $tenantId, id: $id})
   SET request.status = $status, request.role = $role, request.answer = $answer, request.answeredById = $answeredById,
     request.answeredAt = $answeredAt
   RETURN request {.*} AS request`,
);
const BY_ID = tenantStatement(
  'agents.lock-collaboration-request',
  `MATCH (request:CollaborationRequest {tenantId: $tenantId, id: $id})
   SET request.tenantId = $tenantId
   RETURN request {.*} AS request`,
);

/** The two ends of a request: who sent it, and who may answer it. */
const SENT = 'request.requesterId = $actor';
const RECEIVED = `($seesAll OR agent.ownerId = $actor
     OR EXISTS { (agent)<-[:COLLABORATES_ON {role: 'MAINTAINER'}]-(:User {tenantId: $tenantId, id: $actor}) })`;
const BY_IDS = tenantStatement(
  'agents.collaboration-requests-by-ids',
  `UNWIND $ids AS id
   MATCH (request:CollaborationRequest {tenantId: $tenantId, id: id})
   MATCH (agent:Agent {tenantId: $tenantId, id: request.agentId}) WHERE ${VISIBLE} AND (${SENT} OR ${RECEIVED})
   RETURN request {.*} AS request`,
);
const page = (end: string): string => `MATCH (request:CollaborationRequest {tenantId: $tenantId})
   WHERE ($status IS NULL OR request.status = $status)
     AND ($afterAt IS NULL OR request.createdAt < $afterAt OR (request.createdAt = $afterAt AND request.id < $afterId))
   MATCH (agent:Agent {tenantId: $tenantId, id: request.agentId}) WHERE ${VISIBLE} AND ${end}
   RETURN request {.*} AS request ORDER BY request.createdAt DESC, request.id DESC LIMIT $limit`;
const SENT_PAGE = tenantStatement('agents.page-of-sent-requests', page(SENT));
const RECEIVED_PAGE = tenantStatement(
  'agents.page-of-received-requests',
  page(`${RECEIVED} AND request.requesterId <> $actor`),
);

/** Reads requests as one viewer sees them: those that were sent by the viewer, and those that the viewer may answer. */
export class CollaborationRequests {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async byIds(viewer: Viewer, ids: readonly string[]): Promise<readonly CollaborationRequestRecord[]> {
    const parameters = { ids, actor: actorOf(viewer), ...sightOf(viewer) };
    const rows = await this.#database.tenant(viewer.tenantId).read(BY_IDS, parameters, requestRow);
    return rows.map((row) => row.request);
  }

  /** Newest first; up to `page.first + 1` rows. */
  async page(
    viewer: Viewer,
    direction: RequestDirection,
    status: CollaborationRequestStatus | null,
    { first, after }: PageRequest,
  ): Promise<readonly CollaborationRequestRecord[]> {
    const [afterAt = null, afterId = null] = after ?? [];
    const parameters = { actor: actorOf(viewer), ...sightOf(viewer), status, afterAt, afterId, limit: first + 1 };
    const statement = direction === 'SENT' ? SENT_PAGE : RECEIVED_PAGE;
    const rows = await this.#database.tenant(viewer.tenantId).read(statement, parameters, requestRow);
    return rows.map((row) => row.request);
  }
}

/** The open request of somebody for an agent; there is at most one, since the agent is locked. */
export async function pendingRequest(
  transaction: TenantTransaction,
  key: { readonly agentId: string; readonly requesterId: string },
): Promise<CollaborationRequestRecord | null> {
  const [row] = await transaction.run(PENDING, { ...key }, requestRow);
  return row?.request ?? null;
}

export async function insertRequest(
  transaction: TenantTransaction,
  request: CollaborationRequestRecord,
): Promise<CollaborationRequestRecord> {
  const [row] = await transaction.run(CREATE, { request }, requestRow);
  if (row === undefined) throw new Error('Neo4j created a request and answered no row.');
  return row.request;
}

/** Takes the request's lock. */
export async function lockRequest(
  transaction: TenantTransaction,
  id: string,
): Promise<CollaborationRequestRecord | null> {
  const [row] = await transaction.run(BY_ID, { id }, requestRow);
  return row?.request ?? null;
}

export async function writeAnswer(
  transaction: TenantTransaction,
  answered: Pick<CollaborationRequestRecord, 'id' | 'status' | 'role' | 'answer' | 'answeredById' | 'answeredAt'>,
): Promise<CollaborationRequestRecord> {
  const [row] = await transaction.run(ANSWER, { ...answered }, requestRow);
  if (row === undefined) throw new Error(`The request ${answered.id} vanished inside its own transaction.`);
  return row.request;
}
