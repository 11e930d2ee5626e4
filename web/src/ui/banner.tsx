import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const TONES = {
  warning: 'border-warning-edge bg-warning-soft [&>svg]:text-warning',
  error: 'border-error-edge bg-error-soft [&>svg]:text-error',
  info: 'border-accent-edge bg-accent-soft [&>svg]:text-link',
} as const;

interface BannerProps {
  tone: keyof typeof TONES;
  icon: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
  /** As the top edge of a page instead of a box. */
  flush?: boolean;
}

/** A fact about the whole page that stays until it is no longer true. */
export function Banner({ tone, icon, children, actions, flush = false }: BannerProps) {
  return (
    <div
      role="status"
      className={classNames(
        'flex flex-wrap items-center gap-2 px-3 py-2',
        flush ? 'border-b' : 'rounded-card border',
        TONES[tone],
      )}
    >
      {icon}
      <span className="min-w-0 flex-1">{children}</span>
      {actions}
    </div>
  );
}
