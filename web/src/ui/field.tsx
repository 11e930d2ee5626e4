import { useId, type ReactNode } from 'react';

export interface FieldParts {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

interface FieldProps {
  label: string;
  hint?: ReactNode;
  /** What is wrong with the value, and what is expected. Replaces the hint. */
  error?: ReactNode;
  children: (parts: FieldParts) => ReactNode;
}

/** Label, control, and hint or error, tied together for screen readers. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const failed = error !== undefined && error !== null && error !== false;
  const note = failed ? error : hint;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className="text-12 font-medium">
        {label}
      </label>
      {children({ id, 'aria-describedby': note ? noteId : undefined, 'aria-invalid': failed || undefined })}
      {note ? (
        <p id={noteId} className={failed ? 'text-12 text-error' : 'text-12 text-ink-3'}>
          {note}
        </p>
      ) : null}
    </div>
  );
}
