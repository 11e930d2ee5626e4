import type { ExecutionDiff } from './diff-document.ts';

interface ValueDifferencesProps {
  title: string;
  differences: ExecutionDiff['input'];
}

/** Where two JSON values differ: the place, and what stands there on either side. */
export function ValueDifferences({ title, differences }: ValueDifferencesProps) {
  return (
    <section aria-label={title} className="border-b border-line px-4 py-3">
      <h3 className="mb-1 font-semibold">{title}</h3>
      {differences.length === 0 ? (
        <p className="text-ink-3">The same in both.</p>
      ) : (
        <dl className="grid grid-cols-[minmax(80px,160px)_minmax(0,1fr)_minmax(0,1fr)] gap-x-4 gap-y-1 max-md:grid-cols-1">
          {differences.map(({ path, left, right }) => (
            <div key={path.join('/')} className="contents">
              <dt className="truncate font-mono text-12 text-ink-2">{path.length === 0 ? 'all' : path.join('.')}</dt>
              <dd className="max-h-40 overflow-auto rounded-tag bg-error-soft px-2 py-1 break-words whitespace-pre-wrap">
                {shown(left)}
              </dd>
              <dd className="max-h-40 overflow-auto rounded-tag bg-success-soft px-2 py-1 break-words whitespace-pre-wrap max-md:mb-2">
                {shown(right)}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '—';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
