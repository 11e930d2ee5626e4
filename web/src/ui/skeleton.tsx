import { useEffect, useState } from 'react';
import { classNames } from './class-names.ts';

/** One gray bar. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={classNames('block h-3 rounded-tag bg-press', className)} />;
}

/** True once 200 ms have passed, so that quick answers show no skeleton at all. */
function useSlow(): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return slow;
}

/** Rows in the shape of a list that is on its way. */
export function SkeletonRows({ rows = 6, label = 'Loading' }: { rows?: number; label?: string }) {
  const slow = useSlow();
  return (
    <div role="status" className={classNames('flex flex-col', !slow && 'invisible')}>
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className="flex h-9 items-center gap-3 border-b border-line px-3 last:border-transparent">
          <Skeleton className="size-3.5 rounded-full" />
          <Skeleton className={row % 3 === 0 ? 'w-48' : row % 3 === 1 ? 'w-64' : 'w-40'} />
          <span className="flex-1" />
          <Skeleton className="w-12" />
        </span>
      ))}
    </div>
  );
}
