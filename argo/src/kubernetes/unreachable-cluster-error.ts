/** Nothing answered: whether a write happened is unknown. */
export class UnreachableClusterError extends Error {
  override readonly name = 'UnreachableClusterError';

  constructor(what: string, server: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`The cluster at ${server} did not answer a request to ${what}: ${why}. Check its address and the network.`, {
      cause,
    });
  }
}
