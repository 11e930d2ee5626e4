import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './icon-button.tsx';

interface SheetProps {
  open: boolean;
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** A pane from the side, over the page; from below on small screens. */
export function Sheet({ open, title, onClose, children }: SheetProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-30 bg-scrim transition-opacity duration-[180ms] ease-standard data-[ending-style]:opacity-0 data-[starting-style]:opacity-0" />
        <Base.Popup className="fixed inset-y-2 right-2 z-30 flex w-[min(480px,calc(100vw-16px))] flex-col overflow-hidden rounded-card border border-line-2 bg-raised shadow-float transition-[translate,opacity] duration-[180ms] ease-standard data-[ending-style]:translate-x-4 data-[ending-style]:opacity-0 data-[starting-style]:translate-x-4 data-[starting-style]:opacity-0 max-md:inset-x-0 max-md:top-[20dvh] max-md:bottom-0 max-md:w-auto">
          <div className="flex min-h-11 shrink-0 items-center gap-2 border-b border-line pr-3 pl-4">
            <Base.Title className="min-w-0 flex-1 truncate font-semibold">{title}</Base.Title>
            <Base.Close render={<IconButton label="Close" icon={<X className="icon" aria-hidden="true" />} />} />
          </div>
          <div className="min-h-0 flex-1 overflow-auto">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
