import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useMutation, useQuery } from 'urql';
import { cost } from '../../format/cost.ts';
import { errorLine } from '../../graphql/error-line.ts';
import { idempotencyKey } from '../../graphql/idempotency-key.ts';
import { problemLine, problemOf } from '../../graphql/problem.ts';
import { plural } from '../../format/count.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemPanel } from '../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { toast } from '../../ui/toast.tsx';
import { actionReason } from '../agents/action-reason.ts';
import { useMediaQuery } from '../shell/use-media-query.ts';
import { CloneItemRow } from './clone-item-row.tsx';
import { CloneDocument, ClonePreviewDocument, type ListingDetail } from './market-document.ts';

interface ClonePanelProps {
  listing: ListingDetail;
  footer: ReactNode;
}

/** Part by part, what a clone would carry over; what is closed has to be replaced before it can be made. */
export function ClonePanel({ listing, footer }: ClonePanelProps) {
  const navigate = useNavigate();
  const [{ data, error }, refetch] = useQuery({
    query: ClonePreviewDocument,
    variables: { listingId: listing.id },
    requestPolicy: 'cache-and-network',
  });
  const narrow = useMediaQuery('(max-width: 767px)');
  const [, clone] = useMutation(CloneDocument);
  const [bound, setBound] = useState<Readonly<Record<string, string>>>({});
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const [key, setKey] = useState(idempotencyKey);
  const preview = data?.clonePreview;
  const open = (preview?.items ?? []).filter(
    (item) => (item.outcome === 'BIND' || item.outcome === 'REQUEST') && bound[item.key] === undefined,
  );

  const bind = (itemKey: string, optionId: string): void => {
    setBound((before) => {
      const { [itemKey]: _replaced, ...rest } = before;
      return optionId === '' ? rest : { ...rest, [itemKey]: optionId };
    });
    // Another choice is another intent.
    setKey(idempotencyKey());
  };
  const submit = async (): Promise<void> => {
    setBusy(true);
    const bindings = Object.entries(bound).map(([itemKey, optionId]) => ({ itemKey, optionId }));
    const { data: made, error: failed } = await clone({
      input: { listingId: listing.id, bindings, idempotencyKey: key },
    });
    setBusy(false);
    if (failed !== undefined) {
      setProblems([problemLine(failed)]);
      return;
    }
    setProblems((made?.cloneAgent.userErrors ?? []).map((one) => errorLine(one)));
    const agent = made?.cloneAgent.agent;
    if (!agent) return;
    toast.success(`${agent.name} is yours`, { description: 'A private draft. Nothing runs until you publish it.' });
    await navigate({ to: '/agents/$agentId', params: { agentId: agent.id } });
  };

  return (
    <>
      <div className="min-h-0 flex-1 overflow-auto">
        {preview === undefined || preview === null ? (
          error === undefined ? (
            <SkeletonRows rows={6} label="Judging each part for you" />
          ) : (
            <ProblemPanel
              title="The preview did not load"
              problem={problemOf(error)}
              onRetry={() => refetch({ requestPolicy: 'network-only' })}
            />
          )
        ) : (
          <>
            {open.length === 0 ? null : (
              <p
                role="status"
                className="flex items-center gap-2 border-b border-warning-edge bg-warning-soft px-4 py-2"
              >
                <StatusMark shape="warning" className="text-warning" />
                {plural(open.length, 'thing')} to settle before it can be cloned. The rest is ready.
              </p>
            )}
            <table className="rows" aria-label="What a clone carries over">
              <thead>
                <tr>
                  <th>Part</th>
                  <th>Outcome</th>
                  {narrow ? null : <th>Why</th>}
                </tr>
              </thead>
              <tbody>
                {preview.items.map((item) => (
                  <CloneItemRow
                    key={item.key}
                    item={item}
                    narrow={narrow}
                    bound={bound[item.key] ?? ''}
                    onBind={(optionId) => bind(item.key, optionId)}
                  />
                ))}
              </tbody>
            </table>
          </>
        )}
        {problems.length === 0 ? null : (
          <ul role="alert" className="flex flex-col gap-1 p-4 text-error">
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        )}
      </div>
      <div className="flex shrink-0 flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-3">
        <MonthlyCost cost={preview?.estimatedMonthlyCost ?? null} />
        {footer}
        <Button
          size={32}
          variant="primary"
          busy={busy}
          disabledReason={
            actionReason(listing.viewerActions, 'cloneAgent') ??
            (preview === undefined || preview === null
              ? 'The preview is not there yet.'
              : open.length > 0
                ? `Settle ${plural(open.length, 'thing')} first.`
                : null)
          }
          onClick={() => void submit()}
        >
          Clone
        </Button>
      </div>
    </>
  );
}

/** Nothing where no run has a known cost: an estimate of nothing would be a promise. */
function MonthlyCost({ cost: money }: { cost: number | null }) {
  if (money === null) return null;
  return (
    <p className="mr-auto min-w-36 text-ink-2" title="What all its runs of the last 30 days cost together.">
      About <b className="font-semibold text-ink tabular-nums">{cost(money)}</b> a month, used as much as now
    </p>
  );
}
