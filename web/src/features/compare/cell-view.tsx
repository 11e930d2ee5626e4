import { Link } from '@tanstack/react-router';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { answerOf } from '../../execution/answer.ts';
import { cost } from '../../format/cost.ts';
import { duration } from '../../format/duration.ts';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { CellStatusMark } from './comparison-status.tsx';
import type { ComparisonCell } from './comparison-document.ts';

interface CellViewProps {
  cell: ComparisonCell;
  /** What has been streamed; empty when nothing was. */
  streamed: string;
  show: 'answers' | 'scores';
  /** Why it cannot be run again now; null = it can. */
  runReason: string | null;
  onRun: () => void;
  onVote: (vote: number) => void;
}

/** Least score that does not stand out as bad. */
const BAD = 5;

/** One answer: its text while it comes, then its score with the reason, its time and its cost. */
export function CellView({ cell, streamed, show, runReason, onRun, onVote }: CellViewProps) {
  const isWriting = cell.status === 'RUNNING';
  const final = answerOf(cell.execution?.output);
  const text = isWriting || final === '' ? streamed : final;
  return (
    <div className="group relative flex h-full flex-col gap-2">
      {cell.status === 'FAILED' ? (
        <p className="text-error">{cell.reasoning ?? 'No answer.'}</p>
      ) : cell.status === 'WAITING' ? (
        <p className="text-ink-3">Waits for a free slot</p>
      ) : cell.status === 'SKIPPED' || cell.status === 'STOPPED' ? (
        <p className="text-ink-3">{cell.reasoning ?? 'Not run.'}</p>
      ) : show === 'answers' ? (
        <p className="line-clamp-4 whitespace-pre-wrap" aria-busy={isWriting}>
          {text}
          {isWriting ? (
            <span className="ml-0.5 inline-block h-3.5 w-1.5 rounded-tag bg-running align-[-2px]" aria-hidden="true" />
          ) : null}
        </p>
      ) : (
        <p className="text-ink-2">{cell.reasoning ?? ''}</p>
      )}
      <div className="mt-auto flex min-h-6 items-center gap-2">
        {cell.status === 'FINISHED' ? (
          <>
            <b
              className={`font-semibold tabular-nums ${typeof cell.score === 'number' && cell.score < BAD ? 'text-error' : ''}`}
            >
              {typeof cell.score === 'number' ? cell.score.toFixed(1) : '—'}
            </b>
            <span className="min-w-0 flex-1 truncate text-ink-3" title={cell.reasoning ?? undefined}>
              {show === 'answers' ? cell.reasoning : ''}
            </span>
          </>
        ) : (
          <>
            <CellStatusMark status={cell.status} />
            <span className="flex-1" />
          </>
        )}
        <span className="whitespace-nowrap text-ink-3 tabular-nums">
          {cell.durationMs === null ? '' : duration(cell.durationMs)}
        </span>
        <span className="whitespace-nowrap text-ink-3 tabular-nums">
          {cell.cost === null && !cell.unpriced ? '' : cost(cell.cost, cell.unpriced)}
        </span>
      </div>
      <div className="absolute -right-2 -bottom-2 flex items-center gap-1 rounded-control border border-line-2 bg-raised p-1 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 max-md:static max-md:border-0 max-md:bg-transparent max-md:p-0 max-md:opacity-100">
        {cell.status === 'FINISHED' ? (
          <>
            <IconButton
              icon={<ThumbsUp className={`icon-s ${cell.viewerVote === 1 ? 'text-link' : ''}`} aria-hidden="true" />}
              size={24}
              label={cell.viewerVote === 1 ? 'Take your vote back' : 'Good answer'}
              aria-pressed={cell.viewerVote === 1}
              onClick={() => onVote(cell.viewerVote === 1 ? 0 : 1)}
            />
            <IconButton
              icon={<ThumbsDown className={`icon-s ${cell.viewerVote === -1 ? 'text-link' : ''}`} aria-hidden="true" />}
              size={24}
              label={cell.viewerVote === -1 ? 'Take your vote back' : 'Bad answer'}
              aria-pressed={cell.viewerVote === -1}
              onClick={() => onVote(cell.viewerVote === -1 ? 0 : -1)}
            />
            {cell.votes === 0 ? null : (
              <span className="text-12 text-ink-3 tabular-nums">{cell.votes > 0 ? `+${cell.votes}` : cell.votes}</span>
            )}
          </>
        ) : null}
        {cell.execution ? (
          <Link
            to="/runs/$executionId"
            params={{ executionId: cell.execution.id }}
            className={buttonClasses({ variant: 'ghost', size: 24 })}
          >
            Open run
          </Link>
        ) : null}
        {['FINISHED', 'FAILED', 'SKIPPED', 'STOPPED'].includes(cell.status) ? (
          <Button size={24} disabledReason={runReason} onClick={onRun}>
            Run again
          </Button>
        ) : null}
      </div>
    </div>
  );
}
