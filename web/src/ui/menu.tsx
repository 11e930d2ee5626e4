import { cloneElement, lazy, Suspense, useState, type ReactElement, type ReactNode } from 'react';

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

const load = () => import('./menu-popup.tsx');
const MenuPopup = lazy(() => load().then((module) => ({ default: module.MenuPopup })));

/** Actions behind a button. What draws them is loaded when somebody reaches for it. */
export function Menu(props: MenuProps) {
  const [wanted, setWanted] = useState(false);
  const trigger = cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
    onClick: () => setWanted(true),
  });
  return wanted ? (
    <Suspense fallback={trigger}>
      <MenuPopup {...props} />
    </Suspense>
  ) : (
    trigger
  );
}
