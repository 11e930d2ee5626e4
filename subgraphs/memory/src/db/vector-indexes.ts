import type { Database } from '@aether/common/graph';
import type { EmbeddingSpace } from '../embeddings/embedding-space.ts';

/** One vector index per embedding space, made when the space is first used. */
export class VectorIndexes {
  readonly #database: Database;
  readonly #made = new Map<string, Promise<void>>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** Resolves when the index of the space is there. */
  ensure(space: EmbeddingSpace): Promise<void> {
    const known = this.#made.get(space.name);
    if (known !== undefined) return known;
    const making = this.#make(space).catch((error: unknown) => {
      this.#made.delete(space.name);
      throw error;
    });
    this.#made.set(space.name, making);
    return making;
  }

  /** A name of letters, digits and `_` (see embeddingSpace), so it can stand in the text. */
  #make(space: EmbeddingSpace): Promise<void> {
    return this.#database.migrate(
      `CREATE VECTOR INDEX ${space.index} IF NOT EXISTS FOR (passage:Passage) ON passage.${space.property}
       OPTIONS {indexConfig: {\`vector.dimensions\`: ${space.dimensions}, \`vector.similarity_function\`: 'cosine'}}`,
    );
  }
}
