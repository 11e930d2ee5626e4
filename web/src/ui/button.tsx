import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { StatusMark } from './status-mark.tsx';
import { Tooltip } from './tooltip.tsx';

export const buttonClasses = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control border font-medium whitespace-nowrap transition-colors duration-[120ms] ease-standard select-none aria-disabled:cursor-not-allowed',
  {
    variants: {
      variant: {
        secondary:
          'border-line-2 bg-raised hover:border-edge hover:bg-[color-mix(in_srgb,var(--text)_4%,var(--raised))]',
        primary: 'border-accent bg-accent text-on-accent hover:border-accent-hover hover:bg-accent-hover',
        ghost: 'border-transparent text-ink-2 hover:bg-hover hover:text-ink',
        danger: 'border-error-edge bg-raised text-error hover:bg-error-soft',
        soft: 'border-transparent bg-hover hover:bg-press',
      },
      size: {
        32: 'h-8 px-3 max-md:min-h-10',
        28: 'h-7 px-2.5 max-md:min-h-9',
        24: 'h-6 rounded-tag px-2 text-12 max-md:min-h-8 max-md:px-3',
      },
      icon: { true: '', false: '' },
      disabled: {
        true: 'border-line bg-subtle text-ink-3 hover:border-line hover:bg-subtle hover:text-ink-3',
        false: '',
      },
    },
    compoundVariants: [
      { icon: true, size: 32, class: 'w-8 px-0 max-md:min-w-10' },
      { icon: true, size: 28, class: 'w-7 px-0 max-md:min-w-9' },
      { icon: true, size: 24, class: 'w-6 px-0 max-md:min-w-8 max-md:px-0' },
      {
        variant: 'ghost',
        disabled: true,
        class: 'border-transparent bg-transparent hover:border-transparent hover:bg-transparent',
      },
    ],
    defaultVariants: { variant: 'secondary', size: 28, icon: false, disabled: false },
  },
);

interface ButtonProps
  extends Omit<ComponentProps<'button'>, 'disabled'>, Omit<VariantProps<typeof buttonClasses>, 'icon' | 'disabled'> {
  /** Why the button cannot be used now; shown as a tooltip. The button stays focusable so that everybody can read it. */
  disabledReason?: string | null | undefined;
  /** The action is under way: the label stays, a mark turns, further presses do nothing. */
  busy?: boolean;
  children: ReactNode;
}

/** One filled `primary` button a view; everything else is `secondary` or `ghost`. */
export function Button({
  variant,
  size,
  disabledReason,
  busy = false,
  className,
  onClick,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  const disabled = disabledReason !== null && disabledReason !== undefined;
  const button = (
    <button
      {...rest}
      type={disabled ? 'button' : type}
      aria-disabled={disabled || busy || undefined}
      aria-busy={busy || undefined}
      className={classNames(buttonClasses({ variant, size, disabled }), className)}
      onClick={disabled || busy ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <StatusMark shape="running" size={12} /> : null}
      {children}
    </button>
  );
  return disabled ? <Tooltip text={disabledReason}>{button}</Tooltip> : button;
}
