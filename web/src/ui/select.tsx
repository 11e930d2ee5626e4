import { ChevronsUpDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

interface SelectProps extends Omit<ComponentProps<'select'>, 'children'> {
  options: readonly { value: string; label: string; disabled?: boolean }[];
  compact?: boolean;
}

/** The browser's own list: complete on a keyboard, on touch and for screen readers. */
export function Select({ options, compact = false, className, ...rest }: SelectProps) {
  return (
    <span className={classNames('relative inline-flex w-full min-w-0', className)}>
      <select
        {...rest}
        className={classNames(
          'h-8 w-full appearance-none truncate rounded-control border border-edge bg-bg pr-8 pl-2.5 focus-visible:border-link max-md:h-10 max-md:text-16 aria-invalid:border-error',
          compact && 'h-7 border-line-2 max-md:h-9',
        )}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronsUpDown
        className="icon-s pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 text-ink-3"
        aria-hidden="true"
      />
    </span>
  );
}
