import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** One part of the agent: what it is on the left, its fields on the right. */
export function ConfigureRow({
  icon: Icon,
  label,
  children,
}: {
  icon: LucideIcon;
  label: string;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={label}
      className="grid grid-cols-[128px_minmax(0,1fr)] gap-x-3 border-t border-line py-3 first:border-t-0 max-md:grid-cols-1 max-md:gap-y-2"
    >
      <h2 className="flex h-8 items-center gap-2 text-ink-3">
        <Icon className="icon" aria-hidden="true" />
        {label}
      </h2>
      <div className="flex min-w-0 flex-col gap-3">{children}</div>
    </section>
  );
}
