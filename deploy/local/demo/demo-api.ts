import type { Viewer } from '@aether/common/security';
import type { GraphqlGateway } from '@aether/graphql-gateway';
import { z } from 'zod';
import { DEMO_DOCUMENTS, type DemoOperation } from './demo-documents.ts';
import { DemoRefusedError } from './demo-refused-error.ts';

export interface DemoApiOptions {
  readonly execute: GraphqlGateway['execute'];
  /** What the person with an address may do now; null = there is nobody. */
  readonly viewerOf: (email: string) => Promise<Viewer | null>;
  readonly newRequestId: () => string;
  readonly signal: AbortSignal;
}

const refusals = z.object({ userErrors: z.array(z.object({ code: z.string(), message: z.string() })) });

/** The public API as the people of the demo use it: through the gateway's planner, in the name and with the rights of one of them. */
export class DemoApi {
  readonly #options: DemoApiOptions;

  constructor(options: DemoApiOptions) {
    this.#options = options;
  }

  get signal(): AbortSignal {
    return this.#options.signal;
  }

  /**
   * The answer of an operation's one root field, which every document calls `answer`.
   * @throws DemoRefusedError for an error, or for a user error of a mutation
   */
  async ask<Answer>(
    email: string,
    operation: DemoOperation,
    variables: Readonly<Record<string, unknown>>,
    shape: z.ZodType<Answer>,
  ): Promise<Answer> {
    const { execute, viewerOf, newRequestId, signal } = this.#options;
    signal.throwIfAborted();
    const viewer = await viewerOf(email);
    if (viewer === null) throw new Error(`${email} is no active person of this organization.`);
    const request = { query: DEMO_DOCUMENTS[operation], operationName: undefined, variables, trusted: true };
    const { data, errors } = await execute(request, { requestId: newRequestId(), viewer, traceparent: null, signal });
    signal.throwIfAborted();
    const [error] = errors ?? [];
    if (error !== undefined)
      throw new DemoRefusedError(operation, { code: String(error.extensions['code']), message: error.message });
    const answer: unknown = data?.['answer'];
    const [refused] = refusals.safeParse(answer).data?.userErrors ?? [];
    if (refused !== undefined) throw new DemoRefusedError(operation, refused);
    return shape.parse(answer);
  }
}
