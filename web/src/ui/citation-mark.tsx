import { classNames } from './class-names.ts';

interface CitationMarkProps {
  number: number;
  /** What it opens, for screen readers. */
  title: string;
  onOpen?: (() => void) | undefined;
}

/** The number of a source. While the answer is still written it cannot be opened yet. */
export function CitationMark({ number, title, onOpen }: CitationMarkProps) {
  const look =
    'inline-grid h-4 min-w-4 place-items-center rounded-tag bg-accent-soft px-1 align-[1px] text-12 leading-none font-semibold text-link tabular-nums';
  if (onOpen === undefined) return <span className={look}>{number}</span>;
  return (
    <button
      type="button"
      title={title}
      aria-label={`Source ${number}: ${title}`}
      onClick={onOpen}
      className={classNames(
        look,
        "relative hover:bg-accent hover:text-on-accent after:absolute after:-inset-1 after:content-['']",
      )}
    >
      {number}
    </button>
  );
}
