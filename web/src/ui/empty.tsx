import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** One sentence that says what will be here, and the action that brings it. */
export function Empty({
  title,
  children,
  actions,
  className,
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  className?: string;
}) {
  return (
    <div className={classNames('flex flex-col items-start gap-3 p-5', className)}>
      <div>
        <p className="font-medium">{title}</p>
        {children === undefined ? null : <div className="mt-0.5 text-ink-2">{children}</div>}
      </div>
      {actions === undefined ? null : <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
