import type { ReactElement } from 'react';
import { classNames } from './class-names.ts';

export type StatusShape =
  | 'succeeded'
  | 'failed'
  | 'warning'
  | 'running'
  | 'waiting'
  | 'retrying'
  | 'queued'
  | 'skipped'
  | 'cancelled'
  | 'reused';

const line = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.6,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;
const onFill = { ...line, stroke: 'var(--raised)' } as const;

const SHAPES: Record<StatusShape, ReactElement> = {
  succeeded: (
    <>
      <circle cx="7" cy="7" r="7" fill="currentColor" />
      <path d="M4.2 7.2 6.2 9.2 9.9 5.2" {...onFill} />
    </>
  ),
  failed: (
    <>
      <circle cx="7" cy="7" r="7" fill="currentColor" />
      <path d="M4.8 4.8 9.2 9.2M9.2 4.8 4.8 9.2" {...onFill} />
    </>
  ),
  warning: (
    <>
      <path d="M7 .8 13.6 12.6H.4Z" fill="currentColor" stroke="currentColor" strokeWidth={1} strokeLinejoin="round" />
      <path d="M7 5v3.4M7 10.4v.1" {...onFill} />
    </>
  ),
  running: (
    <>
      <circle cx="7" cy="7" r="6" fill="none" stroke="currentColor" strokeOpacity={0.25} strokeWidth={2} />
      <path d="M7 1a6 6 0 0 1 6 6" {...line} strokeWidth={2} />
    </>
  ),
  waiting: (
    <>
      <circle cx="7" cy="7" r="6.1" {...line} />
      <path d="M5.5 4.9v4.2M8.5 4.9v4.2" {...line} />
    </>
  ),
  retrying: <path d="M12.4 7A5.4 5.4 0 1 1 10.6 3M10.8.6v2.8H8" {...line} />,
  queued: <circle cx="7" cy="7" r="6" {...line} strokeDasharray="2.2 2.5" />,
  skipped: (
    <>
      <circle cx="7" cy="7" r="6.1" {...line} />
      <path d="M4.5 7h5" {...line} />
    </>
  ),
  cancelled: (
    <>
      <circle cx="7" cy="7" r="6.1" {...line} />
      <path d="M3 11 11 3" {...line} />
    </>
  ),
  reused: <path d="M2 5.5h8.2L8 3.2M12 8.5H3.8L6 10.8" {...line} />,
};

/** The shape of a status. It always stands beside its word, or the word is given to screen readers by the caller. */
export function StatusMark({
  shape,
  size = 14,
  className,
}: {
  shape: StatusShape;
  size?: 12 | 14;
  className?: string;
}) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 14 14"
      aria-hidden="true"
      className={classNames('shrink-0', (shape === 'running' || shape === 'retrying') && 'animate-turn', className)}
    >
      {SHAPES[shape]}
    </svg>
  );
}
