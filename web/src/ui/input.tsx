import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';

export const inputClasses =
  'flex h-8 w-full min-w-0 items-center gap-2 rounded-control border border-edge bg-bg px-2.5 transition-colors duration-[120ms] max-md:h-10 max-md:text-16 focus-within:border-link focus-within:shadow-[0_0_0_1px_var(--link)] has-[[aria-invalid]]:border-error';

interface InputProps extends ComponentProps<'input'> {
  before?: ReactNode;
  after?: ReactNode;
  /** 28 px with a quieter edge, for filter bars. */
  compact?: boolean;
}

export function Input({ before, after, compact = false, className, ...rest }: InputProps) {
  return (
    <span className={classNames(inputClasses, compact && 'h-7 border-line-2 px-2 max-md:h-9', className)}>
      {before}
      <input {...rest} className="min-w-0 flex-1 bg-transparent outline-none" />
      {after}
    </span>
  );
}
