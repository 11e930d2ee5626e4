import { classNames } from './class-names.ts';

const TONES = [
  'bg-[color-mix(in_srgb,var(--t-agent)_18%,var(--bg))] text-step-agent',
  'bg-[color-mix(in_srgb,var(--t-retrieval)_18%,var(--bg))] text-step-retrieval',
  'bg-[color-mix(in_srgb,var(--t-tool)_16%,var(--bg))] text-step-tool',
  'bg-[color-mix(in_srgb,var(--t-guard)_16%,var(--bg))] text-step-guard',
];

/** First letter on a color that stays the same for a name. */
export function Avatar({ name, className }: { name: string; className?: string }) {
  const tone = TONES[[...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % TONES.length];
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'inline-grid size-5 shrink-0 place-items-center rounded-full text-12 font-semibold',
        tone,
        className,
      )}
    >
      {name.charAt(0).toUpperCase()}
    </span>
  );
}
