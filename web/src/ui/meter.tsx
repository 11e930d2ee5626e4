/** A share of a limit, or, with `good`, of a goal. The number stands beside it; the bar alone says nothing. */
export function Meter({ share, label, good = false }: { share: number; label: string; good?: boolean }) {
  const bounded = Math.min(1, Math.max(0, share));
  return (
    <span
      role="meter"
      aria-label={label}
      aria-valuenow={Math.round(bounded * 100)}
      aria-valuemin={0}
      aria-valuemax={100}
      className="block h-1 overflow-hidden rounded-full bg-press"
    >
      <span
        className={`block h-full rounded-full ${good ? 'bg-accent' : bounded > 0.8 ? 'bg-warning' : 'bg-ink-2'}`}
        style={{ width: `${bounded * 100}%` }}
      />
    </span>
  );
}
