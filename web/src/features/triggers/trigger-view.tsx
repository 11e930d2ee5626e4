import { ArrowLeft, CircleAlert, Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useMutation } from 'urql';
import { inputFields } from '../../execution/input-fields.ts';
import { idempotencyKey } from '../../graphql/idempotency-key.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast.tsx';
import { actionReason } from '../agents/action-reason.ts';
import { DeliveryList } from './delivery-list.tsx';
import { ReplayDeliveryDocument } from './delivery-document.ts';
import { MappingForm } from './mapping-form.tsx';
import { CopyLine } from './secret-dialog.tsx';
import { TestEvent } from './test-event.tsx';
import { SetTriggerEnabledDocument, type TriggerFacts } from './trigger-document.ts';
import { TriggerStatus } from './trigger-status.tsx';
import { useDeliveries } from './use-deliveries.ts';

const PAGE = 20;

interface TriggerViewProps {
  trigger: TriggerFacts;
  inputSchema: unknown;
  onBack: () => void;
  onRotate: () => void;
  onDelete: () => void;
}

/** One webhook: its address, what it makes of events, and what has arrived. */
export function TriggerView({ trigger, inputSchema, onBack, onRotate, onDelete }: TriggerViewProps) {
  const [size, setSize] = useState(PAGE);
  const { deliveries, hasMore, problem, refetch } = useDeliveries(trigger.id, size);
  const [, setEnabled] = useMutation(SetTriggerEnabledDocument);
  const [, replay] = useMutation(ReplayDeliveryDocument);
  const [testing, setTesting] = useState(false);
  const readOnlyReason = actionReason(trigger.viewerActions, 'updateTrigger');
  const sample = deliveries?.find(({ status }) => status !== 'REJECTED')?.id ?? null;

  const toggle = async (): Promise<void> => {
    const { error } = await setEnabled({ input: { triggerId: trigger.id, enabled: !trigger.enabled } });
    if (error !== undefined) toast.error('Nothing was changed', { description: problemLine(error) });
  };
  const replayOne = async (deliveryId: string): Promise<void> => {
    const { data, error } = await replay({ input: { deliveryId, idempotencyKey: idempotencyKey() } });
    const refusal = error === undefined ? data?.replayDelivery.userErrors[0]?.message : problemLine(error);
    if (refusal !== undefined) toast.error('It was not replayed', { description: refusal });
    refetch();
  };

  return (
    <div className="flex flex-col gap-5 p-4">
      <header className="flex flex-wrap items-center gap-2">
        <IconButton label="All triggers" icon={<ArrowLeft className="icon" aria-hidden="true" />} onClick={onBack} />
        <h2 className="min-w-0 truncate text-16 font-semibold">{trigger.name}</h2>
        <TriggerStatus trigger={trigger} />
        <span className="flex-1" />
        <Button disabledReason={readOnlyReason} onClick={() => setTesting(true)}>
          Send test event
        </Button>
        <Button disabledReason={readOnlyReason} onClick={() => void toggle()}>
          {trigger.enabled ? 'Turn off' : 'Turn on'}
        </Button>
        <Menu
          trigger={<IconButton label="More actions" icon={<Ellipsis className="icon" aria-hidden="true" />} />}
          actions={[
            { label: 'New secret', disabledReason: readOnlyReason, onSelect: onRotate },
            null,
            { label: 'Delete', danger: true, disabledReason: readOnlyReason, onSelect: onDelete },
          ]}
        />
      </header>
      {trigger.lastError === null || trigger.lastError === undefined ? null : (
        <Banner tone="error" icon={<CircleAlert className="icon" aria-hidden="true" />}>
          <b className="font-semibold">The last event started no run.</b> {trigger.lastError}
        </Banner>
      )}
      <CopyLine label="Address" text={trigger.url} />
      <section aria-label="What the agent is given">
        <h3 className="mb-2 font-semibold">What the agent is given</h3>
        <MappingForm
          // Saved by somebody else: what is typed here would overwrite it.
          key={trigger.revision}
          trigger={trigger}
          inputSchema={inputSchema}
          deliveryId={sample}
          readOnlyReason={readOnlyReason}
        />
      </section>
      <section aria-label="Deliveries">
        <h3 className="mb-2 font-semibold">Deliveries</h3>
        <div className="overflow-x-auto rounded-card border border-line">
          {problem !== null ? (
            <ProblemPanel title="Deliveries did not load" problem={problem} onRetry={refetch} />
          ) : deliveries === undefined ? (
            <SkeletonRows rows={4} label="Loading deliveries" />
          ) : deliveries.length === 0 ? (
            <Empty title="Nothing has arrived yet">
              Each event appears here when it arrives, with what happened to it and why.
            </Empty>
          ) : (
            <DeliveryList deliveries={deliveries} replayReason={readOnlyReason} onReplay={replayOne} />
          )}
        </div>
        {hasMore && size < 100 ? (
          <p className="pt-3">
            <Button onClick={() => setSize(100)}>Show more</Button>
          </p>
        ) : null}
      </section>
      {testing ? (
        <TestEvent
          triggerId={trigger.id}
          fields={inputFields(inputSchema).map(({ name }) => name)}
          onClose={() => setTesting(false)}
          onSent={() => {
            setTesting(false);
            refetch();
          }}
        />
      ) : null}
    </div>
  );
}
