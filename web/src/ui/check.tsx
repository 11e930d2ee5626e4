import { Check as CheckIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

/** A checkbox with its label; the whole line is the target. */
export function Check({ label, className, ...rest }: Omit<ComponentProps<'input'>, 'type'> & { label: string }) {
  return (
    <label className={classNames('inline-flex min-h-6 cursor-pointer items-center gap-2 max-md:min-h-10', className)}>
      <span className="relative inline-flex size-4 shrink-0">
        <input
          {...rest}
          type="checkbox"
          className="peer size-4 cursor-pointer appearance-none rounded-tag border border-edge bg-bg checked:border-accent checked:bg-accent"
        />
        <CheckIcon
          className="icon-xs pointer-events-none absolute inset-0.5 text-white opacity-0 peer-checked:opacity-100"
          strokeWidth={3}
          aria-hidden="true"
        />
      </span>
      <span className="min-w-0 [overflow-wrap:anywhere]">{label}</span>
    </label>
  );
}
