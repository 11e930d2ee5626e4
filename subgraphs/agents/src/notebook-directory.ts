import type { Viewer } from '@aether/common/security';
import { type InternalOperations, PlatformError } from '@aether/common/service';
import { NotebookBySlugDocument, NotebooksForCloningDocument } from '@aether/schema/internal/memory';

export interface LookUpCall {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly traceparent: string | null;
  readonly signal: AbortSignal;
}

/** What the marketplace and validation need to know of a notebook. */
export interface FoundNotebook {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** Finds notebooks by the slugs that specifications name, with the rights of the viewer. Memory is asked; it never asks back for this. */
export class NotebookDirectory {
  readonly #operations: InternalOperations;

  constructor(operations: InternalOperations) {
    this.#operations = operations;
  }

  /** @returns id by slug; null = there is none, or none that the viewer may read */
  async idsOf(slugs: readonly string[], call: LookUpCall): Promise<ReadonlyMap<string, string | null>> {
    return new Map([...(await this.find(slugs, call))].map(([slug, notebook]) => [slug, notebook?.id ?? null]));
  }

  /** @returns notebook by slug; null = there is none, or none that the viewer may read */
  async find(
    slugs: readonly string[],
    { viewer, ...call }: LookUpCall,
  ): Promise<ReadonlyMap<string, FoundNotebook | null>> {
    const entries = await Promise.all(
      slugs.map(async (slug) => {
        const { notebook } = await this.#operations.call(
          NotebookBySlugDocument,
          { slug },
          { ...call, onBehalfOf: viewer },
        );
        return [slug, notebook] as const;
      }),
    );
    return new Map(entries);
  }

  /** As `find`, but none of them while memory does not answer: the marketplace goes on without their names. */
  async findOrNone(slugs: readonly string[], call: LookUpCall): Promise<ReadonlyMap<string, FoundNotebook | null>> {
    try {
      return await this.find(slugs, call);
    } catch (error) {
      if (error instanceof PlatformError && error.retryable) return new Map();
      throw error;
    }
  }

  /** Some notebooks that the viewer may read, the newest first. */
  async readable({ viewer, ...call }: LookUpCall): Promise<readonly FoundNotebook[]> {
    const { notebooks } = await this.#operations.call(NotebooksForCloningDocument, {}, { ...call, onBehalfOf: viewer });
    return notebooks.edges.map(({ node }) => node);
  }
}
