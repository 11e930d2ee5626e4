import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';

interface DialogProps {
  open: boolean;
  title: string;
  description?: ReactNode;
  /** Undefined = the dialog can only be answered, not closed. */
  onClose?: (() => void) | undefined;
  children?: ReactNode;
  actions: ReactNode;
}

/** A question over the page. Focus goes in, stays in, and returns to where it came from. */
export function Dialog({ open, title, description, onClose, children, actions }: DialogProps) {
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => (next ? undefined : onClose?.())}
      disablePointerDismissal={onClose === undefined}
    >
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-[180ms] ease-standard data-[ending-style]:opacity-0 data-[starting-style]:opacity-0" />
        <Base.Popup className="fixed top-1/2 left-1/2 z-40 flex max-h-[calc(100dvh-32px)] w-[min(480px,calc(100vw-32px))] -translate-1/2 flex-col gap-4 overflow-auto rounded-dialog border border-line-2 bg-raised p-5 shadow-float transition-[opacity,scale] duration-[180ms] ease-standard data-[ending-style]:scale-98 data-[ending-style]:opacity-0 data-[starting-style]:scale-98 data-[starting-style]:opacity-0">
          <div>
            <Base.Title className="text-16 font-semibold">{title}</Base.Title>
            {description === undefined ? null : (
              <Base.Description className="mt-1 text-ink-2">{description}</Base.Description>
            )}
          </div>
          {children}
          <div className="flex flex-wrap justify-end gap-2">{actions}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
