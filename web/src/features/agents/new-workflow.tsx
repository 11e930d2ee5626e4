import { useNavigate } from '@tanstack/react-router';
import { Workflow } from 'lucide-react';
import { useRef, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { graphql } from '../../gql/index.ts';
import { idempotencyKey } from '../../graphql/idempotency-key.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';

const FlowTemplatesDocument = graphql(`
  query FlowTemplates {
    agentTemplates {
      id
      name
      kind
    }
  }
`);

const CreateFromTemplateDocument = graphql(`
  mutation CreateFromTemplate($input: CreateAgentInput!) {
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

/** Makes an agent from one of the templates with a flow, and opens it. */
export function NewWorkflow({ onProblem }: { onProblem: (problem: string | null) => void }) {
  const client = useClient();
  const navigate = useNavigate();
  const [{ data }] = useQuery({ query: FlowTemplatesDocument });
  const [busy, setBusy] = useState(false);
  const keys = useRef(new Map<string, string>());
  const templates = (data?.agentTemplates ?? []).filter(({ kind }) => kind === 'WORKFLOW');

  const create = async ({ id: templateId, name }: { id: string; name: string }): Promise<void> => {
    // Until the agent is there, choosing the same template again is the same intention.
    const key = keys.current.get(templateId) ?? idempotencyKey();
    keys.current.set(templateId, key);
    setBusy(true);
    onProblem(null);
    const answer = await client
      .mutation(CreateFromTemplateDocument, { input: { name, templateId, idempotencyKey: key } })
      .toPromise();
    setBusy(false);
    const [userError] = answer.data?.createAgent.userErrors ?? [];
    const agentId = answer.data?.createAgent.agent?.id;
    if (answer.error !== undefined) onProblem(problemLine(answer.error));
    else if (userError !== undefined) onProblem([userError.message, userError.hint].filter(Boolean).join(' '));
    else if (agentId !== undefined) {
      keys.current.delete(templateId);
      await navigate({ to: '/agents/$agentId', params: { agentId }, search: { tab: 'flow' } });
    }
  };

  // Until they are there, or when they did not load, the other ways to begin are enough.
  if (templates.length === 0) return null;
  return (
    <Menu
      heading="Start from"
      trigger={
        <Button busy={busy}>
          <Workflow className="icon-s" aria-hidden="true" />
          New workflow
        </Button>
      }
      actions={templates.map((template) => ({ label: template.name, onSelect: () => void create(template) }))}
    />
  );
}
