import { useState } from 'react';
import { useClient } from 'urql';
import { graphql } from '../../gql/index.ts';
import { problemLine } from '../../graphql/problem.ts';
import { isRecord } from '../../json/is-record.ts';
import { useCreateAgent } from '../agents/use-create-agent.ts';
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

/** Makes a draft from the Q&A template with the sentence as its instructions. */
export function useDescribeAgent() {
  const client = useClient();
  const { problem, refuse, create } = useCreateAgent();
  const [busy, setBusy] = useState(false);

  const attempt = async (sentence: string): Promise<string | null> => {
    const templates = await client.query(TemplatesDocument, {}).toPromise();
    if (templates.error !== undefined) return refuse(problemLine(templates.error));
    const template = templates.data?.agentTemplates.find((one) => one.kind === 'QA');
    if (template === undefined || !isRecord(template.spec))
      return refuse('No Q&A template is installed on this server.');
    return create({ name: nameFromSentence(sentence), spec: { ...template.spec, instructions: sentence } });
  };

  return {
    busy,
    problem,
    /** The id of the new agent, or null when it could not be made; then `problem` says why. */
    create: async (sentence: string): Promise<string | null> => {
      setBusy(true);
      refuse(null);
      try {
        return await attempt(sentence);
      } finally {
        setBusy(false);
      }
    },
  };
}
