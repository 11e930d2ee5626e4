import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql } from '../../gql/index.ts';
import type { AgentStatus } from '../../gql/graphql.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { toast } from '../../ui/toast.tsx';
import { CollaboratorsSection } from '../market/collaborators-section.tsx';
import { OfferSection } from '../market/offer-section.tsx';
import { actionReason } from './action-reason.ts';
import { UpdateAgentDocument, type Agent } from './agent-document.ts';
import { VISIBILITIES } from './visibility.ts';

const SetStatusDocument = graphql(`
  mutation SetAgentStatus($input: SetAgentStatusInput!) {
    setAgentStatus(input: $input) {
      agent {
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

const DeleteAgentDocument = graphql(`
  mutation DeleteAgent($input: DeleteAgentInput!) {
    deleteAgent(input: $input) {
      deletedId
      userErrors {
        path
        code
        message
        hint
      }
    }
  }
`);

/** Who may use the agent, under which names, and whether it answers at all. */
export function AccessTab({ agent }: { agent: Agent }) {
  const navigate = useNavigate();
  const [, update] = useMutation(UpdateAgentDocument);
  const [, setStatus] = useMutation(SetStatusDocument);
  const [, remove] = useMutation(DeleteAgentDocument);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const statusReason = actionReason(agent.viewerActions, 'setAgentStatus');
  const editReason = actionReason(agent.viewerActions, 'updateAgent');

  const report = (problem: string | undefined, done: string): void =>
    problem === undefined ? toast.success(done) : toast.error('Nothing was changed', { description: problem });
  const changeVisibility = async (value: string): Promise<void> => {
    const visibility = VISIBILITIES.find((one) => one.value === value)?.value;
    if (visibility === undefined) return;
    const { data, error } = await update({ input: { agentId: agent.id, visibility } });
    report(error === undefined ? data?.updateAgent.userErrors[0]?.message : problemLine(error), 'Audience changed');
  };
  const changeStatus = async (status: AgentStatus): Promise<void> => {
    const { data, error } = await setStatus({ input: { agentId: agent.id, status } });
    report(
      error === undefined ? data?.setAgentStatus.userErrors[0]?.message : problemLine(error),
      status === 'DISABLED' ? 'The agent takes no new runs' : 'The agent answers again',
    );
  };
  const deleteForGood = async (): Promise<void> => {
    setBusy(true);
    const { data, error } = await remove({ input: { agentId: agent.id } });
    setBusy(false);
    setAsking(false);
    const problem = error === undefined ? data?.deleteAgent.userErrors[0]?.message : problemLine(error);
    if (problem === undefined) await navigate({ to: '/agents' });
    else toast.error('The agent was not deleted', { description: problem });
  };

  return (
    <div className="flex max-w-2xl flex-col gap-6 p-4">
      <Field label="Who may see and use it" hint={agent.owner ? `Owner: ${agent.owner.name}` : undefined}>
        {(parts) => (
          <Select
            {...parts}
            className="max-w-80"
            value={agent.visibility}
            disabled={editReason !== null}
            options={VISIBILITIES}
            onChange={(event) => void changeVisibility(event.target.value)}
          />
        )}
      </Field>
      <section>
        <h2 className="mb-1 font-semibold">Names for clients</h2>
        <dl className="grid grid-cols-[116px_minmax(0,1fr)] items-center">
          {[
            ['OpenAI model', `agent:${agent.slug}`],
            ['Tool', `agent__${agent.slug}`],
            ['Id', agent.id],
          ].map(([name, value = '']) => (
            <div key={name} className="contents">
              <dt className="text-ink-3">{name}</dt>
              <dd className="flex min-h-7 items-center gap-1.5">
                <code className="truncate font-mono text-12">{value}</code>
                <CopyButton text={value} label={`Copy ${name?.toLowerCase() ?? ''}`} />
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <OfferSection agent={agent} />
      <CollaboratorsSection agent={agent} />
      <section className="flex flex-wrap gap-2 border-t border-line pt-4">
        {agent.status === 'DISABLED' ? (
          <Button
            disabledReason={statusReason}
            onClick={() => void changeStatus(agent.published ? 'PUBLISHED' : 'DRAFT')}
          >
            Enable
          </Button>
        ) : (
          <Button
            disabledReason={agent.status === 'PUBLISHED' ? statusReason : 'Only a live agent can be disabled.'}
            onClick={() => void changeStatus('DISABLED')}
          >
            Disable
          </Button>
        )}
        <Button
          variant="danger"
          disabledReason={actionReason(agent.viewerActions, 'deleteAgent')}
          onClick={() => setAsking(true)}
        >
          Delete
        </Button>
      </section>
      <Dialog
        open={asking}
        title={`Delete ${agent.name}?`}
        description="Its draft and all its versions go. Runs that happened stay in the list of runs. This cannot be undone."
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button size={32} onClick={() => setAsking(false)}>
              Keep it
            </Button>
            <Button size={32} variant="danger" busy={busy} onClick={() => void deleteForGood()}>
              Delete agent
            </Button>
          </>
        }
      />
    </div>
  );
}
