import { z } from 'zod';
import { jsonText } from './json-text.ts';
import { optional } from './optional.ts';
import { citationSchema } from './records.ts';

export const conversationSchema = z.object({
  id: z.string(),
  title: optional(z.string()),
  agentId: z.string(),
  ownerId: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

export type ConversationRecord = z.infer<typeof conversationSchema>;

export const messageSchema = z.object({
  id: z.string(),
  position: z.number(),
  role: z.enum(['USER', 'ASSISTANT']),
  text: z.string(),
  citations: optional(jsonText.pipe(z.array(citationSchema))),
  executionId: optional(z.string()),
  createdAt: z.string(),
});

export type MessageRecord = z.infer<typeof messageSchema>;
