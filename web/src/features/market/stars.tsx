import { Star } from 'lucide-react';
import { classNames } from '../../ui/class-names.ts';

/** `★ 4.6 (14)`; a dash without ratings. */
export function StarFigure({ average, people }: { average: number | null | undefined; people: number }) {
  return (
    <span
      className="inline-flex shrink-0 items-center gap-1 text-12 tabular-nums"
      aria-label={typeof average === 'number' ? `${average.toFixed(1)} of 5 stars, ${people} ratings` : 'no ratings'}
    >
      <Star className="icon-xs" aria-hidden="true" />
      <b className="font-semibold">{typeof average === 'number' ? average.toFixed(1) : '—'}</b>
      <span className="text-ink-3">({people})</span>
    </span>
  );
}

/** Five stars of one rating. */
export function Stars({ stars }: { stars: number }) {
  return (
    <span className="inline-flex" role="img" aria-label={`${stars} of 5 stars`}>
      {[1, 2, 3, 4, 5].map((place) => (
        <Star
          key={place}
          className={classNames('icon-s', place <= stars ? 'fill-current text-warning' : 'text-ink-3')}
          aria-hidden="true"
        />
      ))}
    </span>
  );
}

/** A choice of one to five stars. */
export function StarChoice({ value, onChange }: { value: number; onChange: (stars: number) => void }) {
  return (
    <fieldset className="flex items-center gap-0.5">
      <legend className="sr-only">Stars</legend>
      {[1, 2, 3, 4, 5].map((place) => (
        <label
          key={place}
          className="relative inline-flex size-7 cursor-pointer items-center justify-center max-md:size-10"
        >
          <input
            type="radio"
            name="stars"
            value={place}
            checked={value === place}
            onChange={() => onChange(place)}
            className="peer absolute inset-0 cursor-pointer appearance-none rounded-tag"
            aria-label={place === 1 ? '1 star' : `${place} stars`}
          />
          <Star
            className={classNames(
              'icon pointer-events-none',
              place <= value ? 'fill-current text-warning' : 'text-ink-3',
            )}
            aria-hidden="true"
          />
        </label>
      ))}
    </fieldset>
  );
}
