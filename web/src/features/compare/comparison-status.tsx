import type { CellStatus, ComparisonStatus as StatusName } from '../../gql/graphql.ts';
import { Status, type Tone } from '../../ui/status.tsx';
import type { StatusShape } from '../../ui/status-mark.tsx';

interface Look {
  shape: StatusShape;
  tone: Tone;
  word: string;
}

const COMPARISONS: Record<StatusName, Look> = {
  DRAFT: { shape: 'queued', tone: 'quiet', word: 'Not run yet' },
  RUNNING: { shape: 'running', tone: 'running', word: 'Running' },
  FINISHED: { shape: 'succeeded', tone: 'success', word: 'Finished' },
  STOPPED: { shape: 'cancelled', tone: 'quiet', word: 'Stopped' },
  BUDGET_EXHAUSTED: { shape: 'warning', tone: 'warning', word: 'Budget used up' },
  FAILED: { shape: 'failed', tone: 'error', word: 'Broke off' },
};

const CELLS: Record<CellStatus, Look> = {
  WAITING: { shape: 'queued', tone: 'quiet', word: 'Queued' },
  RUNNING: { shape: 'running', tone: 'running', word: 'Running' },
  SCORING: { shape: 'running', tone: 'running', word: 'Scoring' },
  FINISHED: { shape: 'succeeded', tone: 'success', word: 'Finished' },
  FAILED: { shape: 'failed', tone: 'error', word: 'No answer' },
  SKIPPED: { shape: 'skipped', tone: 'quiet', word: 'Skipped' },
  STOPPED: { shape: 'cancelled', tone: 'quiet', word: 'Stopped' },
};

export function ComparisonStatus({ status, detail }: { status: StatusName; detail?: string | undefined }) {
  const { shape, tone, word } = COMPARISONS[status];
  return (
    <Status shape={shape} tone={tone}>
      {detail === undefined ? word : `${word} ${detail}`}
    </Status>
  );
}

export function CellStatusMark({ status }: { status: CellStatus }) {
  const { shape, tone, word } = CELLS[status];
  return (
    <Status shape={shape} tone={tone}>
      {word}
    </Status>
  );
}
