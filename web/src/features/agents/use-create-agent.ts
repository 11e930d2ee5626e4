import { useState } from 'react';
import { useClient } from 'urql';
import { graphql } from '../../gql/index.ts';
import type { CreateAgentInput } from '../../gql/graphql.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { idempotencyKey } from '../../graphql/idempotency-key.ts';
import { problemLine } from '../../graphql/problem.ts';

const CreateAgentDocument = graphql(`
  mutation CreateAgent($input: CreateAgentInput!) {
    createAgent(input: $input) {
      agent {
        id
        slug
        name
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

/** Makes a draft of one's own. */
export function useCreateAgent() {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [keys] = useState(() => new Map<string, string>());

  const refuse = (message: string | null): null => {
    setProblem(message);
    return null;
  };
  const attempt = async (input: CreateAgentInput): Promise<string | null> => {
    const { data, error } = await client.mutation(CreateAgentDocument, { input }).toPromise();
    if (error !== undefined) return refuse(problemLine(error));
    const [userError] = data?.createAgent.userErrors ?? [];
    if (userError !== undefined) return refuse(errorLine(userError));
    return data?.createAgent.agent?.id ?? null;
  };

  return {
    busy,
    problem,
    /** Shows why none can be made, or no longer. */
    refuse,
    /** The id of the new agent, or null when it could not be made; then `problem` says why. */
    create: async (wanted: Omit<CreateAgentInput, 'idempotencyKey'>): Promise<string | null> => {
      // Until the agent is there, the same again is the same intention: a lost answer does not make a second one.
      const intention = JSON.stringify(wanted);
      const key = keys.get(intention) ?? idempotencyKey();
      keys.set(intention, key);
      setBusy(true);
      setProblem(null);
      try {
        const id = await attempt({ ...wanted, idempotencyKey: key });
        if (id !== null) keys.delete(intention);
        return id;
      } finally {
        setBusy(false);
      }
    },
  };
}
