import type { StepStatus as StatusName } from '../gql/graphql.ts';
import { Status, type Tone } from '../ui/status.tsx';
import type { StatusShape } from '../ui/status-mark.tsx';

const LOOKS: Record<StatusName, { shape: StatusShape; tone: Tone; word: string }> = {
  STARTED: { shape: 'running', tone: 'running', word: 'Running' },
  WAITING: { shape: 'waiting', tone: 'warning', word: 'Waiting' },
  SUCCEEDED: { shape: 'succeeded', tone: 'success', word: 'Succeeded' },
  FAILED: { shape: 'failed', tone: 'error', word: 'Failed' },
  SKIPPED: { shape: 'skipped', tone: 'quiet', word: 'Skipped' },
  CANCELLED: { shape: 'cancelled', tone: 'quiet', word: 'Cancelled' },
  REUSED: { shape: 'reused', tone: 'quiet', word: 'Reused' },
};

export function StepStatus({
  status,
  hiddenWord = false,
  className,
}: {
  status: StatusName;
  hiddenWord?: boolean;
  className?: string;
}) {
  const { shape, tone, word } = LOOKS[status];
  return (
    <Status shape={shape} tone={tone} hiddenWord={hiddenWord} quietWord={tone === 'success'} className={className}>
      {word}
    </Status>
  );
}
