import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { Fragment, useState } from 'react';
import { ExecutionStatus } from '../../execution/execution-status.tsx';
import { bytes } from '../../format/bytes.ts';
import { timeAgo } from '../../format/time-ago.ts';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useNow } from '../../ui/use-now.ts';
import { DeliveryDetail } from './delivery-detail.tsx';
import type { DeliveryRow } from './delivery-document.ts';
import { DeliveryStatus } from './delivery-status.tsx';

interface DeliveryListProps {
  deliveries: readonly DeliveryRow[];
  replayReason: string | null;
  onReplay: (deliveryId: string) => Promise<void>;
}

/** What arrived, newest first; a row opens to its stages, its body and what the agent was given. */
export function DeliveryList({ deliveries, replayReason, onReplay }: DeliveryListProps) {
  const [open, setOpen] = useState<string | null>(null);
  const now = useNow(10_000);
  return (
    <table className="rows" aria-label="Deliveries">
      <thead>
        <tr>
          <th>
            <span className="sr-only">Details</span>
          </th>
          <th>Outcome</th>
          <th className="w-1/2">Why</th>
          <th>Run</th>
          <th className="number max-md:hidden">Size</th>
          <th className="number">Received</th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map((delivery) => {
          const isOpen = delivery.id === open;
          const why = delivery.stages.findLast(({ passed }) => !passed)?.reason;
          return (
            <Fragment key={delivery.id}>
              <tr className={isOpen ? '[&>td]:!border-b-0' : undefined}>
                <td className="w-8">
                  <IconButton
                    size={24}
                    label={isOpen ? 'Hide details' : 'Show details'}
                    aria-expanded={isOpen}
                    icon={
                      <ChevronRight
                        className={classNames('icon-s transition-transform', isOpen && 'rotate-90')}
                        aria-hidden="true"
                      />
                    }
                    onClick={() => setOpen(isOpen ? null : delivery.id)}
                  />
                </td>
                <td>
                  <DeliveryStatus status={delivery.status} />
                </td>
                <td className="max-w-0 truncate text-ink-2" title={why ?? undefined}>
                  {why ?? (delivery.replayOf ? 'A replay' : '')}
                </td>
                <td>
                  {delivery.execution ? (
                    <Link
                      to="/runs/$executionId"
                      params={{ executionId: delivery.execution.id }}
                      className="hover:underline hover:underline-offset-2"
                    >
                      <ExecutionStatus status={delivery.execution.status} quiet />
                    </Link>
                  ) : (
                    <span className="text-ink-3">—</span>
                  )}
                </td>
                <td className="number text-ink-3 max-md:hidden">{bytes(delivery.body.bytes)}</td>
                <td className="number text-ink-3">{timeAgo(delivery.receivedAt, now)}</td>
              </tr>
              {isOpen ? (
                <tr className="hover:!bg-transparent">
                  <td colSpan={6} className="!h-auto !p-0 !whitespace-normal">
                    <DeliveryDetail delivery={delivery} replayReason={replayReason} onReplay={onReplay} />
                  </td>
                </tr>
              ) : null}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}
