import { Neo4jError } from 'neo4j-driver';
import { expect, test } from 'vitest';
import { repeatTransient } from '../../src/graph/repeat-transient.ts';

function failingWith(
  code: string,
  times: number,
): { readonly run: () => Promise<string>; readonly count: () => number } {
  let count = 0;
  return {
    run: async () => {
      count += 1;
      if (count <= times)
        throw new Neo4jError('Failed to connect to server. Caused by: read ECONNRESET', code, '50N42', '');
      return 'written';
    },
    count: () => count,
  };
}

test.each([
  'Neo.TransientError.Transaction.DeadlockDetected',
  'ServiceUnavailable',
  'SessionExpired',
  // What the driver calls a connection that was reset in the middle of an exchange, and does not count as retryable.
  'ProtocolError',
])('%s passes: the transaction is repeated', async (code) => {
  const transaction = failingWith(code, 2);
  expect(await repeatTransient(transaction.run)).toBe('written');
  expect(transaction.count()).toBe(3);
});

test('what the statement itself is guilty of is not repeated', async () => {
  const transaction = failingWith('Neo.ClientError.Statement.SyntaxError', 1);
  await expect(repeatTransient(transaction.run)).rejects.toThrow('Failed to connect');
  expect(transaction.count()).toBe(1);
});
