import type { DeliveryStatus as StatusName } from '../../gql/graphql.ts';
import { Status, type Tone } from '../../ui/status.tsx';
import type { StatusShape } from '../../ui/status-mark.tsx';

const LOOKS: Record<StatusName, { shape: StatusShape; tone: Tone; word: string }> = {
  ACCEPTED: { shape: 'succeeded', tone: 'success', word: 'Accepted' },
  HELD: { shape: 'waiting', tone: 'quiet', word: 'Held' },
  DUPLICATE: { shape: 'reused', tone: 'quiet', word: 'Duplicate' },
  FILTERED: { shape: 'skipped', tone: 'quiet', word: 'Filtered' },
  UNMAPPABLE: { shape: 'warning', tone: 'warning', word: 'No input' },
  REJECTED: { shape: 'cancelled', tone: 'error', word: 'Rejected' },
  FAILED: { shape: 'failed', tone: 'error', word: 'Failed' },
};

export function DeliveryStatus({ status }: { status: StatusName }) {
  const { shape, tone, word } = LOOKS[status];
  return (
    <Status shape={shape} tone={tone} quietWord={status === 'ACCEPTED'}>
      {word}
    </Status>
  );
}
