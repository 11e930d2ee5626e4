import { useState } from 'react';
import { fullInstant } from '../../format/instant.ts';
import { Button } from '../../ui/button.tsx';
import { CodeView } from '../../ui/code-view.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import type { DeliveryRow } from './delivery-document.ts';

interface DeliveryDetailProps {
  delivery: DeliveryRow;
  replayReason: string | null;
  onReplay: (deliveryId: string) => Promise<void>;
}

const WORDS: Readonly<Record<string, string>> = {
  received: 'Received',
  verified: 'Verified',
  filtered: 'Filtered',
  mapped: 'Mapped',
  deduplicated: 'Told apart',
  run: 'Run started',
};

/** One delivery: each stage with its reason, and what it carried. */
export function DeliveryDetail({ delivery, replayReason, onReplay }: DeliveryDetailProps) {
  const [busy, setBusy] = useState(false);
  const kept = delivery.status !== 'REJECTED';
  const replay = async (): Promise<void> => {
    setBusy(true);
    await onReplay(delivery.id);
    setBusy(false);
  };
  return (
    <div className="flex flex-col gap-3 px-4 pb-4">
      <ol aria-label="Stages" className="flex flex-col gap-1">
        {delivery.stages.map((stage) => (
          <li key={stage.name} className="flex items-start gap-2" title={fullInstant(stage.at)}>
            <StatusMark
              shape={stage.passed ? 'succeeded' : 'failed'}
              size={12}
              className={stage.passed ? 'mt-[3px] text-success' : 'mt-[3px] text-error'}
            />
            <span className="w-24 shrink-0 font-medium">
              {WORDS[stage.name] ?? stage.name}
              <span className="sr-only">{stage.passed ? ': passed' : ': stopped here'}</span>
            </span>
            <span className="min-w-0 text-ink-2">{stage.reason}</span>
          </li>
        ))}
      </ol>
      {kept ? (
        <div className="grid grid-cols-2 gap-3 max-wide:grid-cols-1">
          <Part title={delivery.body.truncated ? 'Body (its beginning)' : 'Body'} text={delivery.body.text} />
          <Part title="Headers" text={JSON.stringify(delivery.headers)} />
        </div>
      ) : (
        <p className="text-ink-3">The body of a sender without the secret is not kept.</p>
      )}
      <div className="flex items-center gap-2">
        <Button
          size={24}
          busy={busy}
          disabledReason={replayReason ?? (kept ? null : 'Nothing of it was kept.')}
          onClick={() => void replay()}
        >
          Replay
        </Button>
        <code className="font-mono text-12 text-ink-3">{delivery.id}</code>
      </div>
    </div>
  );
}

function Part({ title, text }: { title: string; text: string }) {
  return (
    <div className="min-w-0">
      <h4 className="mb-1 text-12 font-medium">{title}</h4>
      <CodeView text={text} className="max-h-56" />
    </div>
  );
}
