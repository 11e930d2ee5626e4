import { type InternalOperations, PlatformError } from '@aether/common/service';
import { JobTitlesDocument } from '@aether/schema/internal/identity';
import type { LookUpCall } from '../notebook-directory.ts';

/** What people do in the organization, which identity owns. */
export class JobTitles {
  readonly #operations: InternalOperations;

  constructor(operations: InternalOperations) {
    this.#operations = operations;
  }

  /** By the person's id; who states none is left out. Empty when identity does not answer: a facet is worth no error. */
  async of(userIds: readonly string[], { viewer, ...call }: LookUpCall): Promise<ReadonlyMap<string, string>> {
    if (userIds.length === 0 || !viewer.permissions.includes('user:read')) return new Map();
    try {
      const { jobTitles } = await this.#operations.call(
        JobTitlesDocument,
        { userIds: [...userIds] },
        { ...call, onBehalfOf: viewer },
      );
      return new Map(jobTitles.map(({ userId, jobTitle }) => [userId, jobTitle]));
    } catch (error) {
      if (error instanceof PlatformError && error.retryable) return new Map();
      throw error;
    }
  }
}
