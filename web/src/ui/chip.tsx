import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

interface ChipProps extends ComponentProps<'button'> {
  /** For filters: on or off. Omitted, the chip is a plain action. */
  pressed?: boolean;
  large?: boolean;
}

export function Chip({ pressed, large = false, className, ...rest }: ChipProps) {
  return (
    <button
      {...rest}
      type="button"
      aria-pressed={pressed}
      className={classNames(
        'inline-flex h-6 shrink-0 items-center gap-1.5 rounded-control border border-line bg-raised px-2 text-12 whitespace-nowrap text-ink-2 transition-colors duration-[120ms] hover:border-line-2 hover:text-ink max-md:h-9 max-md:px-3',
        large && 'h-7 px-2.5 text-13',
        pressed === true && 'border-accent-edge bg-accent-soft text-link hover:border-accent-edge hover:text-link',
        className,
      )}
    />
  );
}
