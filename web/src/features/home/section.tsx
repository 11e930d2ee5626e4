import { useId, type ReactNode } from 'react';

/** A headed list that stands alone on the page, so it is a card. */
export function Section({
  title,
  note,
  more,
  children,
}: {
  title: string;
  note?: ReactNode;
  more?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className="mb-2 flex min-h-7 items-center gap-2">
        <h2 id={id} className="font-semibold">
          {title}
        </h2>
        {note === undefined ? null : <span className="text-ink-3">{note}</span>}
        <span className="flex-1" />
        {more}
      </div>
      <div className="overflow-x-auto rounded-card border border-line bg-raised">{children}</div>
    </section>
  );
}
