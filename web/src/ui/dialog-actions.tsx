import type { ReactNode } from 'react';
import { Button } from './button.tsx';

interface DialogActionsProps {
  onCancel: () => void;
  /** Id of the form that is sent; without one, `onAct` says what is done. */
  form?: string;
  onAct?: () => void;
  busy?: boolean;
  /** Why it cannot be done now. */
  disabledReason?: string | null;
  variant?: 'primary' | 'danger';
  /** What is done, in a word or two. */
  children: ReactNode;
}

/** The two ways out of a dialog that asks for something. */
export function DialogActions({ onCancel, form, onAct, variant = 'primary', children, ...rest }: DialogActionsProps) {
  const act = form === undefined ? { onClick: onAct } : { type: 'submit' as const, form };
  return (
    <>
      <Button size={32} onClick={onCancel}>
        Cancel
      </Button>
      <Button size={32} variant={variant} {...act} {...rest}>
        {children}
      </Button>
    </>
  );
}
