import type { ReactElement, ReactNode } from 'react';

export interface MenuAction {
  label: string;
  icon?: ReactNode;
  danger?: boolean;
  /** Why it cannot be chosen now. */
  disabledReason?: string | null | undefined;
  onSelect: () => void;
}

export interface MenuProps {
  trigger: ReactElement<Record<string, unknown>>;
  /** `null` draws a line. */
  actions: readonly (MenuAction | null)[];
  heading?: ReactNode;
}
