import { PlatformError } from '../service/platform-error.ts';

/** Neo4j does not answer. Nothing of the transaction was kept, or it was committed and only the answer was lost: writes are idempotent. */
export class DatabaseUnavailableError extends PlatformError {
  constructor(cause: unknown) {
    super('UNAVAILABLE', 'The database does not answer at the moment.', {
      cause,
      hint: 'Try again in a few seconds; "npm run doctor" says more.',
    });
  }
}
