import type { ReactNode } from 'react';

export interface Fact {
  name: string;
  value: ReactNode;
  /** Left out on small screens. */
  wideOnly?: boolean;
}

/** The figures of a header, in one line. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="mt-2.5 flex flex-wrap gap-x-7 gap-y-2 max-md:gap-x-5">
      {facts.map((fact) => (
        <div key={fact.name} className={fact.wideOnly === true ? 'max-md:hidden' : undefined}>
          <dt className="text-12 text-ink-3">{fact.name}</dt>
          <dd className="flex min-h-5 items-center gap-1 leading-5 font-medium">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
