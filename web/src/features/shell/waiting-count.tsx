import { classNames } from '../../ui/class-names.ts';

/** How many approvals wait, on the entry that leads to them. Nothing when none does. */
export function WaitingCount({ count, compact }: { count: number; compact: boolean }) {
  if (count === 0) return null;
  return (
    <span
      className={classNames(
        'rounded-full bg-warning-soft px-1.5 text-12 font-semibold text-warning tabular-nums',
        compact ? 'absolute -top-0.5 right-0 px-1 leading-4' : 'ml-auto',
      )}
    >
      {count > 49 ? '50+' : count}
      <span className="sr-only"> waiting</span>
    </span>
  );
}
