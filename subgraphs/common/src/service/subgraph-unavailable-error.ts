import { PlatformError } from './platform-error.ts';

/** A subgraph in another process did not answer. Its address and the cause stay in the log. */
export class SubgraphUnavailableError extends PlatformError {
  constructor(subgraph: string, cause: unknown) {
    super('UNAVAILABLE', `The service "${subgraph}" does not answer at the moment.`, {
      facts: { service: subgraph },
      cause,
      hint: 'Try again in a few seconds.',
    });
  }
}
