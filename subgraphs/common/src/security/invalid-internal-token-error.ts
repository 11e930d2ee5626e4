/** A request between services without valid proof. Not a user's mistake: it is logged and answered as unauthenticated. */
export class InvalidInternalTokenError extends Error {
  constructor(reason: string) {
    super(`The internal token is not valid: ${reason}.`);
    this.name = 'InvalidInternalTokenError';
  }
}
