import type { VariantProps } from 'class-variance-authority';
import type { ComponentProps, ReactElement } from 'react';
import { buttonClasses } from './button.tsx';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

interface IconButtonProps
  extends
    Omit<ComponentProps<'button'>, 'disabled' | 'children'>,
    Pick<VariantProps<typeof buttonClasses>, 'size' | 'variant'> {
  /** Names the button for everybody: tooltip and accessible name. */
  label: string;
  icon: ReactElement;
}

export function IconButton({
  label,
  icon,
  variant = 'ghost',
  size = 28,
  className,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        className={classNames(buttonClasses({ variant, size, icon: true }), className)}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
