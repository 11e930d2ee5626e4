import { z } from 'zod';

/** Who acts in a request, as `authenticate` of identity answered and the gateway's internal token carries. */
export const viewerSchema = z.object({
  tenantId: z.string(),
  userId: z.string().nullable(),
  serviceAccountId: z.string().nullable(),
  roleKey: z.string(),
  departmentId: z.string().nullable(),
  teamIds: z.array(z.string()).readonly(),
  /** After the role and, for API keys, the key's scopes. */
  permissions: z.array(z.string()).readonly(),
  scopes: z.array(z.string()).readonly(),
  sessionId: z.string().nullable(),
  /** When the session or key ends; null = never. */
  expiresAt: z.string().nullable(),
  /** Of the API key that was sent; absent = a session, or a service. No patterns = every model, or every tool. */
  apiKey: z
    .object({
      id: z.string(),
      models: z.array(z.string()).readonly(),
      /** Runs that were pinned, and tokens that were made, before keys had it have none. */
      tools: z.array(z.string()).readonly().default([]),
      tokensPerMinute: z.number().nullable(),
    })
    .optional(),
});

export type Viewer = Readonly<z.infer<typeof viewerSchema>>;
