import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export function Kbd({ children, onAccent = false }: { children: ReactNode; onAccent?: boolean }) {
  return (
    <kbd
      className={classNames(
        'inline-flex h-[18px] min-w-[18px] items-center justify-center gap-px rounded-tag border border-line bg-subtle px-1 font-sans text-12 leading-none font-medium text-ink-3 max-md:hidden',
        onAccent && 'border-transparent bg-white/15 text-white',
      )}
    >
      {children}
    </kbd>
  );
}
