import { cva, type VariantProps } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const tag = cva(
  'inline-flex h-5 shrink-0 items-center gap-1 rounded-tag px-1.5 text-12 font-medium whitespace-nowrap',
  {
    variants: {
      tone: {
        neutral: 'bg-hover text-ink-2',
        accent: 'bg-accent-soft text-link',
        success: 'bg-success-soft text-success',
        warning: 'bg-warning-soft text-warning',
        error: 'bg-error-soft text-error',
        running: 'bg-running-soft text-running',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
);

export function Tag({
  tone,
  className,
  children,
}: VariantProps<typeof tag> & { className?: string; children: ReactNode }) {
  return <span className={classNames(tag({ tone }), className)}>{children}</span>;
}
