import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

/** Grows with its text up to `max-h-*`, where the browser knows how. */
export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      {...rest}
      className={classNames(
        'block w-full resize-none rounded-control border border-edge bg-bg px-2.5 py-2 leading-5 outline-none [field-sizing:content] transition-colors duration-[120ms] focus:border-link focus:shadow-[0_0_0_1px_var(--link)] aria-invalid:border-error max-md:text-16',
        className,
      )}
    />
  );
}
