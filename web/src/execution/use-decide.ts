import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../gql/index.ts';
import type { ApprovalDecision } from '../gql/graphql.ts';
import { problemLine } from '../graphql/problem.ts';
import type { ApprovalView } from './approval-view.ts';

const DecideDocument = graphql(`
  mutation DecideApproval($input: DecideApprovalInput!) {
    decideApproval(input: $input) {
      approval {
        id
        status
      }
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

/** Sends a person's decision; the run's own events say that it goes on. `problem` is why it was not taken. */
export function useDecide({ id, proposedHash }: ApprovalView) {
  const [, send] = useMutation(DecideDocument);
  const [busy, setBusy] = useState<ApprovalDecision | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  return {
    busy,
    problem,
    setProblem,
    decide: async (decision: ApprovalDecision, more: { edits?: unknown; comment?: string }): Promise<void> => {
      setBusy(decision);
      setProblem(null);
      const { data, error } = await send({ input: { approvalId: id, decision, proposedHash, ...more } });
      const [userError] = data?.decideApproval.userErrors ?? [];
      if (error === undefined && userError === undefined) return;
      setBusy(null);
      setProblem(error === undefined ? (userError?.message ?? '') : problemLine(error));
    },
  };
}
