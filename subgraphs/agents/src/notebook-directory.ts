import type { Viewer } from '@aether/common/security';
import type { InternalOperations } from '@aether/common/service';
import { NotebookBySlugDocument } from '@aether/schema/internal/memory';

export interface LookUpCall {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly traceparent: string | null;
  readonly signal: AbortSignal;
}

/** Finds notebooks by the slugs that specifications name, with the rights of the viewer. Memory is asked; it never asks back for this. */
export class NotebookDirectory {
  readonly #operations: InternalOperations;

  constructor(operations: InternalOperations) {
    this.#operations = operations;
  }

  /** @returns id by slug; null = there is none, or none that the viewer may read */
  async idsOf(slugs: readonly string[], { viewer, ...call }: LookUpCall): Promise<ReadonlyMap<string, string | null>> {
    const entries = await Promise.all(
      slugs.map(async (slug) => {
        const { notebook } = await this.#operations.call(
          NotebookBySlugDocument,
          { slug },
          { ...call, onBehalfOf: viewer },
        );
        return [slug, notebook?.id ?? null] as const;
      }),
    );
    return new Map(entries);
  }
}
