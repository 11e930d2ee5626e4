import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../gql/index.ts';
import { problemLine } from '../graphql/problem.ts';
import { toast } from '../ui/toast.tsx';

const CancelDocument = graphql(`
  mutation CancelExecution($input: CancelExecutionInput!) {
    cancelExecution(input: $input) {
      execution {
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

/** Stops a run. What it had done already stays done; the run says so itself when it ends. */
export function useCancel(executionId: string | null) {
  const [, cancel] = useMutation(CancelDocument);
  const [stopping, setStopping] = useState<string | null>(null);
  return {
    stopping: executionId !== null && stopping === executionId,
    stop: async (): Promise<void> => {
      if (executionId === null) return;
      setStopping(executionId);
      const { data, error } = await cancel({ input: { executionId } });
      const [userError] = data?.cancelExecution.userErrors ?? [];
      if (error === undefined && userError === undefined) return;
      setStopping(null);
      toast.error('The run could not be stopped', {
        description: error === undefined ? (userError?.message ?? '') : problemLine(error),
      });
    },
  };
}
