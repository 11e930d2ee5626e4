import type { VariantSums } from './comparison-document.ts';

const MAXIMUM = 10;
const one = (score: number): string => score.toFixed(1);

/** A mean score with its 95 % interval on a scale that all columns share. */
export function ScoreInterval({ sums, least, ahead }: { sums: VariantSums; least: number; ahead: boolean }) {
  const { score, scoreLow, scoreHigh } = sums;
  if (typeof score !== 'number')
    return <p className="my-2 flex h-9 items-center text-ink-3">{sums.finished > 0 ? 'Not scored' : 'No score yet'}</p>;
  const place = (value: number): string => `${((value - least) / (MAXIMUM - least)) * 100}%`;
  const hasInterval = typeof scoreLow === 'number' && typeof scoreHigh === 'number';
  const words = hasInterval
    ? `${one(score)} of 10, 95 % interval ${one(scoreLow)} to ${one(scoreHigh)}`
    : `${one(score)} of 10, one case: no interval`;
  return (
    <div className="my-2 flex h-9 items-center gap-4">
      <span className="text-28 font-semibold tabular-nums">{one(score)}</span>
      <span className="min-w-0 flex-1">
        <span className="flex justify-between text-12 text-ink-3 tabular-nums">
          <span>{least}</span>
          <span className="text-ink-2">
            {hasInterval ? `${one(scoreLow)} to ${one(scoreHigh)}` : 'one case: no interval'}
          </span>
          <span>{MAXIMUM}</span>
        </span>
        <span role="img" aria-label={words} className="relative mt-1 block h-2.5">
          <span className="absolute inset-x-0 top-1/2 h-px bg-line-2" />
          {hasInterval ? (
            <span
              className="absolute top-1/2 h-1 -translate-y-1/2 rounded-full bg-edge"
              style={{ left: place(scoreLow), right: `calc(100% - ${place(scoreHigh)})` }}
            />
          ) : null}
          <span
            className={`absolute top-1/2 size-2.5 -translate-1/2 rounded-full border-2 border-bg ${ahead ? 'bg-accent' : 'bg-ink'}`}
            style={{ left: place(score) }}
          />
        </span>
      </span>
    </div>
  );
}
