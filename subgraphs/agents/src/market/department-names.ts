import { type InternalOperations, PlatformError } from '@aether/common/service';
import { DepartmentNamesDocument } from '@aether/schema/internal/identity';
import type { LookUpCall } from '../notebook-directory.ts';

/** Names of departments, which identity owns. */
export class DepartmentNames {
  readonly #operations: InternalOperations;

  constructor(operations: InternalOperations) {
    this.#operations = operations;
  }

  /** By id. Empty when identity does not answer, or the viewer may not see departments: a facet is worth no error. */
  async all({ viewer, ...call }: LookUpCall): Promise<ReadonlyMap<string, string>> {
    try {
      const { departments } = await this.#operations.call(DepartmentNamesDocument, {}, { ...call, onBehalfOf: viewer });
      return new Map(departments.edges.map(({ node }) => [node.id, node.name]));
    } catch (error) {
      if (error instanceof PlatformError && (error.retryable || error.code === 'FORBIDDEN')) return new Map();
      throw error;
    }
  }
}
