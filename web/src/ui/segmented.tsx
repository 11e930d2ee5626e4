import { classNames } from './class-names.ts';

interface SegmentedProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

/** A choice of two to four views; arrow keys move within it. */
export function Segmented<Value extends string>({ label, value, options, onChange }: SegmentedProps<Value>) {
  const step = (offset: number): void => {
    const index = options.findIndex((option) => option.value === value);
    const next = options[(index + offset + options.length) % options.length];
    if (next !== undefined) onChange(next.value);
  };
  return (
    <div
      role="radiogroup"
      tabIndex={-1}
      aria-label={label}
      className="inline-flex shrink-0 gap-0.5 rounded-control bg-press p-0.5"
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
          event.preventDefault();
          step(event.key === 'ArrowRight' ? 1 : -1);
          const group = event.currentTarget;
          requestAnimationFrame(() => group.querySelector<HTMLElement>('[aria-checked=true]')?.focus());
        }
      }}
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          onClick={() => onChange(option.value)}
          className={classNames(
            'inline-flex h-6 items-center gap-1.5 rounded-tag px-2.5 font-medium whitespace-nowrap text-ink-2 max-md:h-8',
            option.value === value && 'bg-raised text-ink shadow-[0_0_0_1px_var(--border-2)]',
          )}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
