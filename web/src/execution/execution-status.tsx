import type { ExecutionStatus as StatusName } from '../gql/graphql.ts';
import { Status, type Tone } from '../ui/status.tsx';
import type { StatusShape } from '../ui/status-mark.tsx';

const LOOKS: Record<StatusName, { shape: StatusShape; tone: Tone; word: string }> = {
  QUEUED: { shape: 'queued', tone: 'quiet', word: 'Queued' },
  RUNNING: { shape: 'running', tone: 'running', word: 'Running' },
  WAITING: { shape: 'waiting', tone: 'warning', word: 'Waiting' },
  RETRYING: { shape: 'retrying', tone: 'warning', word: 'Retrying' },
  CANCELLING: { shape: 'running', tone: 'quiet', word: 'Stopping' },
  SUCCEEDED: { shape: 'succeeded', tone: 'success', word: 'Succeeded' },
  FAILED: { shape: 'failed', tone: 'error', word: 'Failed' },
  CANCELLED: { shape: 'cancelled', tone: 'quiet', word: 'Cancelled' },
  TIMED_OUT: { shape: 'cancelled', tone: 'error', word: 'Timed out' },
};

const ENDED: ReadonlySet<StatusName> = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED', 'TIMED_OUT']);

/** Terminal states never change. */
export function hasEnded(status: StatusName): boolean {
  return ENDED.has(status);
}

export function executionStatusWord(status: StatusName): string {
  return LOOKS[status].word;
}

export function ExecutionStatus({ status, quiet = false }: { status: StatusName; quiet?: boolean }) {
  const { shape, tone, word } = LOOKS[status];
  return (
    <Status shape={shape} tone={tone} quietWord={quiet && tone !== 'error' && tone !== 'running'}>
      {word}
    </Status>
  );
}
