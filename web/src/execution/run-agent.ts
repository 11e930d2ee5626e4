import type { Client } from 'urql';
import { graphql } from '../gql/index.ts';
import type { RunAgentInput } from '../gql/graphql.ts';
import { errorLine } from '../graphql/error-line.ts';
import { problemLine } from '../graphql/problem.ts';

const RunAgentDocument = graphql(`
  mutation RunAgent($input: RunAgentInput!) {
    runAgent(input: $input) {
      execution {
        id
        status
        createdAt
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

/** Starts a run. Either its id, or why it could not start. */
export async function runAgent(
  client: Client,
  input: RunAgentInput,
): Promise<{ executionId: string } | { problem: string }> {
  const { data, error } = await client.mutation(RunAgentDocument, { input }).toPromise();
  if (error !== undefined) return { problem: problemLine(error) };
  const [userError] = data?.runAgent.userErrors ?? [];
  if (userError !== undefined) return { problem: errorLine(userError) };
  const id = data?.runAgent.execution?.id;
  return id === undefined ? { problem: 'The server did not answer with a run.' } : { executionId: id };
}
