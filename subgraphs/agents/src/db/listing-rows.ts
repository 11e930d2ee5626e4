import { z } from 'zod';
import { AgentKind, AgentType, Visibility } from '../agent/agent.ts';
import {
  CollaborationRequestStatus,
  CollaborationRole,
  type CollaborationRequestRecord,
} from '../market/collaboration.ts';
import type { ListingRecord, RatingRecord } from '../market/listing.ts';
import type { MarketEntry } from '../market/market.ts';
import { agentRow, names, orNull } from './rows.ts';

const listing: z.ZodType<ListingRecord> = z.object({
  id: z.string(),
  agentId: z.string(),
  versionId: z.string(),
  summary: z.string(),
  visibility: names(Visibility),
  audience: z.array(z.string()),
  departmentId: orNull(z.string()),
  modelSlugs: z.array(z.string()),
  notebookSlugs: z.array(z.string()),
  toolNames: z.array(z.string()),
  sampleExecutionIds: z.array(z.string()),
  ratingSum: z.number(),
  ratingCount: z.number(),
  cloneCount: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

const rating: z.ZodType<RatingRecord> = z.object({
  id: z.string(),
  listingId: z.string(),
  userId: z.string(),
  stars: z.number(),
  text: orNull(z.string()),
  reply: orNull(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
});

const entry: z.ZodType<MarketEntry> = z.object({
  id: z.string(),
  versionId: z.string(),
  type: names(AgentType),
  kind: orNull(names(AgentKind)),
  tags: z.array(z.string()),
  ownerId: orNull(z.string()),
  departmentId: orNull(z.string()),
  toolNames: z.array(z.string()),
  modelSlugs: z.array(z.string()),
  notebookSlugs: z.array(z.string()),
  ratingSum: z.number(),
  ratingCount: z.number(),
  cloneCount: z.number(),
  updatedAt: z.string(),
});

const request: z.ZodType<CollaborationRequestRecord> = z.object({
  id: z.string(),
  agentId: z.string(),
  requesterId: z.string(),
  role: names(CollaborationRole),
  message: orNull(z.string()),
  status: names(CollaborationRequestStatus),
  answeredById: orNull(z.string()),
  answer: orNull(z.string()),
  createdAt: z.string(),
  answeredAt: orNull(z.string()),
});

export const listingRow = z.object({ listing });
export const listingAndAgentRow = z.object({ listing, agent: agentRow.shape.agent });
export const ratingRow = z.object({ rating });
export const entryRow = z.object({ entry });
export const requestRow = z.object({ request });
export const hitRow = z.object({ id: z.string(), score: z.number() });
