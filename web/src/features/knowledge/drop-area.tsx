import { Upload } from 'lucide-react';
import { useState, type ReactNode, type RefObject } from 'react';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';

interface DropAreaProps {
  /** The file field, so that a button elsewhere can open it too. */
  field: RefObject<HTMLInputElement | null>;
  blocked: string | null;
  onFiles: (files: Iterable<File>) => void;
  children: ReactNode;
}

/** Files may be dropped anywhere on the list; the button does the same without a mouse. */
export function DropArea({ field, blocked, onFiles, children }: DropAreaProps) {
  const [over, setOver] = useState(false);
  return (
    <div
      role="presentation"
      className="min-h-0 flex-1 overflow-auto max-lg:flex-none"
      onDragOver={(event) => {
        if (blocked !== null || !event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) =>
        event.currentTarget.contains(event.relatedTarget instanceof Node ? event.relatedTarget : null)
          ? undefined
          : setOver(false)
      }
      onDrop={(event) => {
        setOver(false);
        if (blocked !== null) return;
        event.preventDefault();
        onFiles(event.dataTransfer.files);
      }}
    >
      {children}
      <div
        className={classNames(
          'm-4 flex min-h-14 flex-wrap items-center justify-center gap-2 rounded-card border border-dashed border-edge px-4 py-2 text-ink-3',
          over && 'border-link bg-accent-soft text-link',
        )}
      >
        <Upload className="icon" aria-hidden="true" />
        <span>Drop files here. PDF, HTML, Markdown and text, up to 100 MB each</span>
        <Button size={24} disabledReason={blocked} onClick={() => field.current?.click()}>
          Choose files
        </Button>
        <input
          ref={field}
          type="file"
          multiple
          aria-label="Files to add"
          className="hidden"
          accept=".pdf,.txt,.md,.markdown,.html,.htm,text/plain,text/markdown,text/html,application/pdf"
          onChange={(event) => {
            onFiles(event.target.files ?? []);
            event.target.value = '';
          }}
        />
      </div>
    </div>
  );
}
