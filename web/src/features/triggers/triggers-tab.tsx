import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMutation, useQuery } from 'urql';
import { timeAgo } from '../../format/time-ago.ts';
import { readFragment } from '../../gql/index.ts';
import { problemLine, problemOf } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Empty } from '../../ui/empty.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast.tsx';
import { useNow } from '../../ui/use-now.ts';
import { CreateTrigger } from './create-trigger.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import {
  DeleteTriggerDocument,
  RotateTriggerSecretDocument,
  TriggerFragment,
  TriggersDocument,
  type TriggerFacts,
} from './trigger-document.ts';
import { TriggerStatus } from './trigger-status.tsx';
import { TriggerView } from './trigger-view.tsx';

interface TriggersTabProps {
  agentId: string;
  inputSchema: unknown;
  /** Why no event could run now; null = a version is live. */
  unpublished: string | null;
}

const OVERLAP_HOURS = 24;

/** Addresses at which other systems start this agent. */
export function TriggersTab({ agentId, inputSchema, unpublished }: TriggersTabProps) {
  const { trigger: chosen } = useSearch({ from: '/shell/agents/$agentId' });
  const navigate = useNavigate({ from: '/agents/$agentId' });
  const [{ data, error }, execute] = useQuery({
    query: TriggersDocument,
    variables: { filter: { agentId } },
    requestPolicy: 'cache-and-network',
  });
  const refetch = (): void => execute({ requestPolicy: 'network-only' });
  const [, rotate] = useMutation(RotateTriggerSecretDocument);
  const [, remove] = useMutation(DeleteTriggerDocument);
  const [dialog, setDialog] = useState<'create' | 'rotate' | 'delete' | null>(null);
  const [shown, setShown] = useState<{ trigger: TriggerFacts; secret: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const now = useNow(30_000);
  const choose = (id: string | undefined): void =>
    void navigate({ search: (before) => ({ ...before, trigger: id }), replace: true });

  const triggers = data?.triggers.edges.map(({ node }) => readFragment(TriggerFragment, node));
  const current = triggers?.find(({ id }) => id === chosen);

  const act = async (): Promise<void> => {
    if (current === undefined) return;
    setBusy(true);
    const problem = dialog === 'rotate' ? await makeSecret(current) : await deleteForGood(current);
    setBusy(false);
    setDialog(null);
    if (problem !== null) toast.error('Nothing was changed', { description: problem });
  };
  const makeSecret = async (trigger: TriggerFacts): Promise<string | null> => {
    const answer = await rotate({ input: { triggerId: trigger.id, overlapHours: OVERLAP_HOURS } });
    const secret = answer.data?.rotateTriggerSecret.secret;
    if (secret) setShown({ trigger, secret });
    return answer.error === undefined
      ? (answer.data?.rotateTriggerSecret.userErrors[0]?.message ?? null)
      : problemLine(answer.error);
  };
  const deleteForGood = async (trigger: TriggerFacts): Promise<string | null> => {
    const answer = await remove({ input: { triggerId: trigger.id } });
    if (answer.error !== undefined) return problemLine(answer.error);
    choose(undefined);
    refetch();
    return null;
  };

  const dialogs = (
    <>
      {dialog === 'create' ? (
        <CreateTrigger
          agentId={agentId}
          inputSchema={inputSchema}
          onClose={() => setDialog(null)}
          onCreated={(trigger, secret) => {
            setDialog(null);
            setShown({ trigger, secret });
            choose(trigger.id);
            refetch();
          }}
        />
      ) : null}
      {shown === null ? null : (
        <SecretDialog trigger={shown.trigger} secret={shown.secret} onClose={() => setShown(null)} />
      )}
      <Dialog
        open={dialog === 'rotate' || dialog === 'delete'}
        title={dialog === 'rotate' ? 'Make a new secret?' : `Delete ${current?.name ?? 'the webhook'}?`}
        description={
          dialog === 'rotate'
            ? `The old one works for ${OVERLAP_HOURS} hours, so that the sender can change over.`
            : 'Its address answers nobody from now on. Runs that it started stay.'
        }
        onClose={() => setDialog(null)}
        actions={
          <DialogActions
            onCancel={() => setDialog(null)}
            variant={dialog === 'delete' ? 'danger' : 'primary'}
            busy={busy}
            onAct={() => void act()}
          >
            {dialog === 'delete' ? 'Delete' : 'Make secret'}
          </DialogActions>
        }
      />
    </>
  );

  if (triggers === undefined && error !== undefined)
    return <ProblemPanel title="Triggers did not load" problem={problemOf(error)} onRetry={refetch} />;
  if (triggers === undefined) return <SkeletonRows rows={4} label="Loading triggers" />;
  if (current !== undefined)
    return (
      <>
        <TriggerView
          key={current.id}
          trigger={current}
          inputSchema={inputSchema}
          onBack={() => choose(undefined)}
          onRotate={() => setDialog('rotate')}
          onDelete={() => setDialog('delete')}
        />
        {dialogs}
      </>
    );
  const create = (
    <Button disabledReason={unpublished} onClick={() => setDialog('create')}>
      <Plus className="icon-s" aria-hidden="true" />
      New webhook
    </Button>
  );
  return (
    <>
      {triggers.length === 0 ? (
        <Empty title="Nothing starts this agent from outside" actions={create}>
          A webhook gives it an address. Each event that another system sends there starts a run.
        </Empty>
      ) : (
        <div className="flex flex-col gap-2 p-4">
          <div className="flex items-center">
            <h2 className="flex-1 font-semibold">Webhooks</h2>
            {create}
          </div>
          <div className="overflow-x-auto rounded-card border border-line">
            <table className="rows" aria-label="Webhooks">
              <thead>
                <tr>
                  <th>Name</th>
                  <th>Status</th>
                  <th className="max-md:hidden">Made by</th>
                  <th className="number">Last event</th>
                </tr>
              </thead>
              <tbody>
                {triggers.map((trigger) => (
                  <tr key={trigger.id}>
                    <td className="w-1/3 max-w-0 truncate">
                      <button
                        type="button"
                        className="font-medium hover:underline hover:underline-offset-2"
                        onClick={() => choose(trigger.id)}
                      >
                        {trigger.name}
                      </button>
                    </td>
                    <td>
                      <TriggerStatus trigger={trigger} />
                    </td>
                    <td className="text-ink-2 max-md:hidden">{trigger.createdBy?.name ?? ''}</td>
                    <td className="number text-ink-3">
                      {trigger.lastDeliveryAt ? timeAgo(trigger.lastDeliveryAt, now) : 'never'}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </div>
      )}
      {dialogs}
    </>
  );
}
