import type { Database, Outbox } from '@aether/common/graph';
import type { Viewer } from '@aether/common/security';
import { z } from 'zod';
import {
  CONVERSATION,
  CONVERSATIONS,
  CREATE_CONVERSATION,
  DELETE_CONVERSATION,
  MESSAGES,
  MESSAGES_BEFORE,
  RENAME_CONVERSATION,
} from './conversation-statements.ts';
import {
  type ConversationRecord,
  conversationSchema,
  type MessageRecord,
  messageSchema,
} from './conversation-records.ts';
import { type ExecutionRecord } from './records.ts';

/** Whose conversation: only its owner sees it. */
export interface ConversationOwner {
  readonly tenantId: string;
  readonly ownerId: string;
}

export interface ConversationPage {
  readonly agentId: string | null;
  /** Sort values of the last row that was seen; null = from the newest. */
  readonly before: { readonly updatedAt: string; readonly id: string } | null;
  readonly limit: number;
}

const one = z.object({ conversation: conversationSchema });
const message = z.object({ message: messageSchema });
/** Sorts after every instant and every id. */
const END = '\uFFFF';

/** Threads and their messages in Neo4j. Questions and answers are written with their executions. */
export class ConversationStore {
  readonly #database: Database;
  readonly #outbox: Outbox;

  constructor(options: { database: Database; outbox: Outbox }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
  }

  async create(
    owner: ConversationOwner,
    conversation: { id: string; agentId: string; title: string | null; at: string },
  ): Promise<ConversationRecord | null> {
    return this.#write(owner, CREATE_CONVERSATION, { ...conversation });
  }

  async find(owner: ConversationOwner, id: string): Promise<ConversationRecord | null> {
    const { tenantId, ownerId } = owner;
    const [row] = await this.#database.tenant(tenantId).read(CONVERSATION, { ownerId, id }, one);
    return row?.conversation ?? null;
  }

  async list(
    { tenantId, ownerId }: ConversationOwner,
    { agentId, before, limit }: ConversationPage,
  ): Promise<readonly ConversationRecord[]> {
    const parameters = { ownerId, agentId, limit, beforeAt: before?.updatedAt ?? END, beforeId: before?.id ?? END };
    const rows = await this.#database.tenant(tenantId).read(CONVERSATIONS, parameters, one);
    return rows.map((row) => row.conversation);
  }

  async rename(owner: ConversationOwner, id: string, title: string): Promise<ConversationRecord | null> {
    return this.#write(owner, RENAME_CONVERSATION, { id, title });
  }

  /** False when there is none to delete. */
  async delete(
    viewer: Viewer,
    owner: ConversationOwner,
    id: string,
    request: { at: string; requestId: string },
  ): Promise<boolean> {
    const deleted = await this.#database.tenant(owner.tenantId).transaction(async (transaction) => {
      const rows = await transaction.run(DELETE_CONVERSATION, { ownerId: owner.ownerId, id, at: request.at }, one);
      if (rows.length === 0) return false;
      const { userId, serviceAccountId } = viewer;
      const audit = {
        userId,
        serviceAccountId,
        action: 'conversation.delete',
        objectType: 'Conversation',
        objectId: id,
        ipAddress: null,
        requestId: request.requestId,
      };
      await this.#outbox.append(transaction, [
        {
          type: 'aether.conversation.deleted',
          subject: id,
          actorId: owner.ownerId,
          requestId: request.requestId,
          data: { conversationId: id, audit },
        },
      ]);
      return true;
    });
    if (deleted) this.#outbox.ring();
    return deleted;
  }

  async messages(
    tenantId: string,
    conversationId: string,
    after: number,
    limit: number,
  ): Promise<readonly MessageRecord[]> {
    const rows = await this.#database.tenant(tenantId).read(MESSAGES, { conversationId, after, limit }, message);
    return rows.map((row) => row.message);
  }

  /** Messages before the execution's own question, oldest first. */
  async earlierMessages(execution: ExecutionRecord, limit: number): Promise<readonly MessageRecord[]> {
    const { tenantId, conversationId, turn } = execution;
    if (conversationId === null || turn === null) return [];
    const parameters = { conversationId, before: turn * 2 - 1, limit };
    const rows = await this.#database.tenant(tenantId).read(MESSAGES_BEFORE, parameters, message);
    return rows.map((row) => row.message).toReversed();
  }

  async #write(
    { tenantId, ownerId }: ConversationOwner,
    statement: Parameters<ReturnType<Database['tenant']>['write']>[0],
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<ConversationRecord | null> {
    const [row] = await this.#database.tenant(tenantId).write(statement, { ...parameters, ownerId }, one);
    return row?.conversation ?? null;
  }
}
