import { useDeferredValue } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import type { CreateComparisonInput } from '../../gql/graphql.ts';

const EstimateDocument = graphql(`
  query EstimateComparison($input: EstimateComparisonInput!) {
    estimateComparison(input: $input) {
      cost
      unpriced
      durationMs
      perVariant {
        label
        cost
        unpriced
      }
    }
  }
`);

/** What a comparison will most likely cost; null input = nothing to estimate yet. */
export function useEstimate(input: Omit<CreateComparisonInput, 'idempotencyKey'> | null) {
  const settled = useDeferredValue(JSON.stringify(input));
  const known: Omit<CreateComparisonInput, 'idempotencyKey'> | null = JSON.parse(settled);
  const { agentId = '', draftRevision = 0, variants = [], caseIds, executionIds, cases, judge } = known ?? {};
  const [{ data, error, fetching }] = useQuery({
    query: EstimateDocument,
    variables: { input: { agentId, draftRevision, variants, caseIds, executionIds, cases, judge } },
    pause: known === null,
    requestPolicy: 'cache-and-network',
  });
  return { estimate: known === null ? undefined : data?.estimateComparison, error, fetching };
}
