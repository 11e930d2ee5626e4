import { Neo4jError } from 'neo4j-driver';

/** A unique constraint said no: something with this key exists already. */
export function isConstraintViolation(error: unknown): boolean {
  return error instanceof Neo4jError && error.code === 'Neo.ClientError.Schema.ConstraintValidationFailed';
}
