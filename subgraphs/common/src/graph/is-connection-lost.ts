import { Neo4jError } from 'neo4j-driver';

/**
 * The connection broke while it was made, reset or used. Beside its two codes for that the driver (6.3) names a reset in the middle
 * of an exchange ProtocolError, "Failed to connect to server", which it does not count as retryable.
 */
export const isConnectionLost = (error: unknown): boolean =>
  error instanceof Neo4jError &&
  (error.code === 'ServiceUnavailable' || error.code === 'SessionExpired' || error.code === 'ProtocolError');
