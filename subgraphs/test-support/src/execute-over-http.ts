import type { Viewer } from '@aether/common/security';
import { toServiceHeaders } from '@aether/common/service';
import { z } from 'zod';
import { testTokens } from './test-tokens.ts';

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.looseObject({ message: z.string() })).optional(),
});

export interface HttpAnswer<Data> {
  /** Of HTTP; 0 = nobody answered. */
  readonly status: number;
  readonly data: Data | null;
  readonly errors: readonly { readonly message: string }[];
}

const tokens = testTokens();

/** One operation to a service in a process of its own, as the gateway would send it. Never throws: a dead process is an answer too. */
export async function executeOverHttp<Data>(
  origin: string,
  viewer: Viewer,
  operation: {
    readonly service: string;
    readonly query: string;
    readonly variables: Readonly<Record<string, unknown>>;
  },
  signal: AbortSignal,
): Promise<HttpAnswer<Data>> {
  const { service, query, variables } = operation;
  const headers = toServiceHeaders(tokens, {
    service: 'graphql-gateway',
    audience: service,
    viewer,
    requestId: `req_${crypto.randomUUID()}`,
    traceparent: null,
  });
  try {
    const response = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
      signal,
    });
    const text = await response.text();
    const parsed = answerSchema.safeParse(JSON.parse(text));
    return {
      status: response.status,
      data: (parsed.data?.data as Data | undefined) ?? null,
      errors: parsed.data?.errors ?? (response.ok ? [] : [{ message: text }]),
    };
  } catch (error) {
    return { status: 0, data: null, errors: [{ message: String(error) }] };
  }
}
