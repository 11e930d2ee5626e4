import { useRef, useState } from 'react';
import { useClient } from 'urql';
import { graphql } from '../../gql/index.ts';
import { idempotencyKey } from '../../graphql/idempotency-key.ts';
import { problemLine } from '../../graphql/problem.ts';
import { isRecord } from '../../json/is-record.ts';
import { nameFromSentence } from './name-from-sentence.ts';

const TemplatesDocument = graphql(`
  query AgentTemplates {
    agentTemplates {
      id
      slug
      name
      kind
      spec
    }
  }
`);

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

/** Makes a draft from the Q&A template with the sentence as its instructions. */
export function useCreateAgent() {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const intention = useRef<{ sentence: string; key: string } | null>(null);

  const attempt = async (sentence: string): Promise<string | null> => {
    // The same sentence sent again is the same intention: a lost answer does not make a second agent.
    if (intention.current?.sentence !== sentence) intention.current = { sentence, key: idempotencyKey() };
    const templates = await client.query(TemplatesDocument, {}).toPromise();
    if (templates.error !== undefined) return refuse(problemLine(templates.error));
    const template = templates.data?.agentTemplates.find((one) => one.kind === 'QA');
    if (template === undefined || !isRecord(template.spec))
      return refuse('No Q&A template is installed on this server.');

    const { data, error } = await client
      .mutation(CreateAgentDocument, {
        input: {
          name: nameFromSentence(sentence),
          spec: { ...template.spec, instructions: sentence },
          idempotencyKey: intention.current.key,
        },
      })
      .toPromise();
    if (error !== undefined) return refuse(problemLine(error));
    const [userError] = data?.createAgent.userErrors ?? [];
    if (userError !== undefined) return refuse([userError.message, userError.hint].filter(Boolean).join(' '));
    intention.current = null;
    return data?.createAgent.agent?.id ?? null;
  };
  const refuse = (message: string): null => {
    setProblem(message);
    return null;
  };

  return {
    busy,
    problem,
    /** The id of the new agent, or null when it could not be made; then `problem` says why. */
    create: async (sentence: string): Promise<string | null> => {
      setBusy(true);
      setProblem(null);
      try {
        return await attempt(sentence);
      } finally {
        setBusy(false);
      }
    },
  };
}
