import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { StatusMark, type StatusShape } from './status-mark.tsx';

export type Tone = 'success' | 'error' | 'warning' | 'running' | 'quiet';

const TONES: Record<Tone, string> = {
  success: 'text-success',
  error: 'text-error',
  warning: 'text-warning',
  running: 'text-running',
  quiet: 'text-ink-3',
};

interface StatusProps {
  shape: StatusShape;
  tone: Tone;
  children: ReactNode;
  /** Healthy states in lists keep a gray word; failing and running ones always color it. */
  quietWord?: boolean;
  /** The word is for screen readers only; allowed in the step tree, where the row says the rest. */
  hiddenWord?: boolean;
  className?: string | undefined;
}

/** Shape, word and color: never one of them alone. */
export function Status({ shape, tone, children, quietWord = false, hiddenWord = false, className }: StatusProps) {
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 align-middle whitespace-nowrap',
        quietWord ? 'font-normal' : 'font-medium',
        TONES[tone],
        className,
      )}
    >
      <StatusMark shape={shape} />
      <span className={classNames(hiddenWord && 'sr-only', quietWord && 'text-ink-2')}>{children}</span>
    </span>
  );
}
