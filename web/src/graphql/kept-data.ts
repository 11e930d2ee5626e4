import { mapExchange, type Exchange } from 'urql';
import { problemOf } from './problem.ts';

/** What a page shows stays when reading it again fails on the way: the last data goes along with the error. */
export function keptData(): Exchange {
  const kept = new Map<number, unknown>();
  return mapExchange({
    onOperation: (operation) => {
      if (operation.kind === 'teardown') kept.delete(operation.key);
    },
    onResult: (result) => {
      const { operation, data, error } = result;
      if (operation.kind !== 'query') return result;
      if (data !== undefined && data !== null) kept.set(operation.key, data);
      else if (error !== undefined && problemOf(error).retryable && kept.has(operation.key))
        return { ...result, data: kept.get(operation.key) };
      return result;
    },
  });
}
